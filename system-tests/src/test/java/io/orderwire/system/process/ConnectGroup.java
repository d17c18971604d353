package io.orderwire.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.docs.Documents;
import io.orderwire.testing.process.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Connect in a process and with a class path of its own, with the files of the example; only addresses and folders
 * differ.
 */
final class ConnectGroup implements OrdersGroup {
    /** The group of the sink of orders. */
    static final String GROUP = "connect-orders-to-file";

    private static final Path REPOSITORY = Documents.ofRepository().root();
    private static final Path EXAMPLE = REPOSITORY.resolve("examples/connect");
    private static final String FOLDER = "/tmp/";
    private static final String TOPIC = "hyperliquid.orders";

    private final Path folder;
    private final String topic;
    private final List<String> arguments = new ArrayList<>();
    private final GrowingFile<Delivery> orders;
    private @Nullable ChildJvm process;

    /** Connect without a sink yet; its files are in that folder. */
    ConnectGroup(Path folder, String kafka, String topic) throws IOException {
        this.folder = folder;
        this.topic = topic;
        orders = new GrowingFile<>(folder.resolve("orders.jsonl"), Delivery::order);
        String worker = replaced(example("worker"), "127.0.0.1:9092", kafka);
        worker = replaced(worker, "plugin.path=", "plugin.path=" + REPOSITORY + "/");
        worker = replaced(worker, "127.0.0.1:8083", "127.0.0.1:0");
        arguments.add(write("worker", worker));
    }

    /** The text of one of the example's files. */
    static String example(String name) throws IOException {
        return Files.readString(EXAMPLE.resolve(name + ".properties"));
    }

    /** Adds a sink of the example. */
    ConnectGroup with(String sink) throws IOException {
        return with(sink, example(sink));
    }

    /** Adds a sink with those settings, which are those of the example but for some changes. */
    ConnectGroup with(String sink, String settings) throws IOException {
        arguments.add(write(sink, replaced(settings, TOPIC, topic)));
        return this;
    }

    /** What a sink wrote, by the name of the file in the example. */
    GrowingFile<String> file(String name) {
        return new GrowingFile<>(folder.resolve(name), Function.identity());
    }

    private static String replaced(String text, String old, String with) {
        assertThat(text).contains(old);
        return text.replace(old, with);
    }

    private String write(String name, String text) throws IOException {
        String here = replaced(text, FOLDER, folder + "/");
        return Files.writeString(folder.resolve(name + ".properties"), here).toString();
    }

    @Override
    public void start() {
        Path libraries = EXAMPLE.resolve("target/lib");
        assertThat(libraries).as("built by mvn -pl examples/connect package").isDirectory();
        process = ChildJvm.start(
                EXAMPLE + ":" + libraries + "/*",
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                "org.apache.kafka.connect.cli.ConnectStandalone",
                arguments);
    }

    /** Kills the worker at once. */
    void kill() {
        if (process != null) {
            process.kill();
        }
    }

    /** Orders only: this sink has no markers. */
    @Override
    public List<Delivery> received() {
        return orders.lines();
    }

    @Override
    public void close() {
        kill();
    }
}
