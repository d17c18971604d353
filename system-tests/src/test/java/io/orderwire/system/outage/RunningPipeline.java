package io.orderwire.system.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Topics;
import io.orderwire.system.pipeline.OrdersSubscriber;
import io.orderwire.system.process.Orderwire;
import io.orderwire.system.process.Stats;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounted;
import io.orderwire.testing.guarantees.Accounts;
import io.orderwire.testing.guarantees.Guarantees;
import io.orderwire.testing.guarantees.ReceivedOrder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Ingestor, parser and gateway, each the real command in a process of its own, with one WebSocket client of all. */
final class RunningPipeline implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);
    private static final int PARTITIONS = 4;

    private final String kafka;
    private final Path data;
    private final Map<String, Orderwire> processes = new LinkedHashMap<>();
    private final OrdersSubscriber client;

    /** Starts all with {@code overload=complete} and returns when the client is subscribed. */
    RunningPipeline(String kafka, Path data, String... options) throws InterruptedException {
        this.kafka = kafka;
        this.data = data;
        try {
            start(
                    "ingestor",
                    List.of("--data", data.toString(), "--source", "streaming", "--from", "beginning"),
                    options);
            start("parser", List.of(), options);
            // What piled up comes all at once: the client's queue takes it, for what a slow one loses is not at issue
            // here.
            start(
                    "gateway",
                    List.of(
                            "--port",
                            "0",
                            "-D",
                            "gateway.client.queue.bytes=" + (128 << 20),
                            "-D",
                            "gateway.client.queue.frames=20000"),
                    options);
            client = new OrdersSubscriber(process("gateway").value("ws"));
        } catch (RuntimeException | AssertionError | InterruptedException e) {
            processes.values().forEach(Orderwire::close);
            throw e;
        }
    }

    private void start(String command, List<String> flags, String... options) {
        List<String> line = new ArrayList<>(List.of(command, "--kafka", kafka, "--management-port", "0"));
        line.addAll(flags);
        line.addAll(List.of("-D", "overload=complete", "-D", "partitions=" + PARTITIONS));
        for (String option : options) {
            line.addAll(List.of("-D", option));
        }
        processes.put(command, Orderwire.ready(line.toArray(String[]::new)));
    }

    private Orderwire process(String command) {
        return processes.get(command);
    }

    OrdersSubscriber client() {
        return client;
    }

    /** What a process says of its being ready. */
    String readiness(String command) throws IOException, InterruptedException {
        HttpResponse<String> answer = Stats.get(process(command).value("management") + "health/ready");
        assertThat(answer.statusCode()).isEqualTo(answer.body().contains("\"up\"") ? 200 : 503);
        return answer.body();
    }

    /** The gateway's account of all. */
    String stats() throws IOException, InterruptedException {
        return Stats.get(process("gateway").value("http") + "stats").body();
    }

    /** Waits until every process says that it is not ready, and why. */
    void awaitNotReady(String reason) {
        for (String command : processes.keySet()) {
            await(command + " to be not ready").atMost(SOON).until(() -> readiness(command)
                    .contains(reason));
        }
    }

    /** Waits until every process is ready again, without ever having ended. */
    void awaitReady() {
        for (String command : processes.keySet()) {
            await(command + " to be ready").atMost(SOON).until(() -> readiness(command)
                    .contains("\"up\""));
        }
        requireAlive();
    }

    /** Fails with the end of its log when a process has ended. */
    void requireAlive() {
        processes.forEach((command, process) -> assertThat(process.isAlive())
                .as("%s lives; its log:%n%s", command, process.lastErrors())
                .isTrue());
        assertThat(client.closeCode()).as("the client's connection").isZero();
    }

    /** The topic and the client hold each event of the files once, in order, and the account is true. */
    void assertNothingLost() {
        NodeFiles files = NodeFiles.of(data, Source.STREAMING);
        List<FileEvent> events = files.events();
        await("the client to have all").atMost(SOON).until(() -> client.count() >= events.size());
        List<ConsumerRecord<byte[], byte[]>> orders = await("all orders to be committed")
                .atMost(SOON)
                .until(
                        () -> KafkaReads.committed(kafka, Topics.DEFAULT.orders(), SOON),
                        found -> found.size() >= events.size());
        Guarantees topic = Guarantees.exactlyOnceInOrder(PARTITIONS);
        Guarantees socket = Guarantees.exactlyOnceInOrder(PARTITIONS);
        events.forEach(topic::produced);
        events.forEach(socket::produced);
        orders.forEach(topic::record);
        client.orders().forEach(order -> socket.received(ReceivedOrder.parse(order)));
        topic.check();
        socket.check();
        assertThat(client.dropped()).isZero();
        assertThat(client.gaps()).isEmpty();
        await("the account to be true").atMost(SOON).untilAsserted(() -> {
            Accounted account = new Accounted().files(files.counts()).reported(Accounts.parse(stats()));
            events.forEach(account::produced);
            orders.forEach(account::record);
            account.check();
        });
        requireAlive();
    }

    @Override
    public void close() {
        client.close();
        processes.values().forEach(Orderwire::close);
    }
}
