package io.orderwire.benchmarks.peers;

import io.orderwire.benchmarks.ChildProcess;
import io.orderwire.benchmarks.Cores;
import io.orderwire.contract.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Orderwire's ingestor in a JVM of its own, with the options of the launcher. */
final class OrderwireIngestor implements IngestPeer {
    static final String NAME = "orderwire ingestor";

    private static final List<String> JVM = List.of("-Xmx384m", "-XX:MetaspaceSize=96m", "-XX:+UseParallelGC");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public String topic(Task task) {
        return new Topics(prefix(task)).raw();
    }

    private static String prefix(Task task) {
        return task.name() + ".";
    }

    @Override
    public boolean writesBlocks() {
        return true;
    }

    private static List<String> arguments(Task task) {
        List<String> arguments = new ArrayList<>(List.of("ingestor"));
        for (String setting : List.of(
                "kafka.bootstrap.servers=" + task.kafka(),
                "data.dir=" + task.data(),
                "source=streaming",
                "start=beginning",
                "overload=complete",
                "topics.prefix=" + prefix(task),
                "management.port=0")) {
            arguments.addAll(List.of("-D", setting));
        }
        return arguments;
    }

    @Override
    public String configuration(Task task) {
        return "ORDERWIRE_JAVA_OPTS='" + String.join(" ", JVM) + "' ./orderwire " + String.join(" ", arguments(task));
    }

    @Override
    public PeerProcess start(Task task) throws IOException {
        Path log = task.folder().resolve("log");
        ChildProcess ingestor = ChildProcess.orderwire(log, Cores.shared(), JVM, arguments(task));
        try {
            // Its topics exist then.
            ingestor.awaitLine();
        } catch (IOException e) {
            ingestor.close();
            throw e;
        }
        return PeerProcess.of(ingestor, log);
    }
}
