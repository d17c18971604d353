package io.orderwire.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.broker.BrokerOptions;
import io.orderwire.broker.EmbeddedKafka;
import io.orderwire.contract.position.Source;
import io.orderwire.system.outage.NodeWriter;
import io.orderwire.system.process.Orderwire;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Guarantees;
import io.orderwire.testing.guarantees.ReceivedOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every process is stopped in order and started again, one at a time, while a node writes and a client resumes by cursor. */
@Tag("adversary")
@Timeout(300)
class RollingRestartIT {
    private static final Logger log = LoggerFactory.getLogger(RollingRestartIT.class);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PARTITIONS = 4;
    private static final int GOING_AWAY = 1001;
    /** More than were on their way when a process stopped: two blocks of the node. */
    private static final int MANY = 20;

    @TempDir
    private Path folder;

    private final List<ReceivedOrder> received = new ArrayList<>();

    private static Orderwire start(EmbeddedKafka kafka, String command, String... flags) {
        List<String> line = new ArrayList<>(List.of(command, "--kafka", kafka.bootstrapServers()));
        line.addAll(List.of("--management-port", "0", "-D", "overload=complete", "-D", "partitions=" + PARTITIONS));
        line.addAll(Arrays.asList(flags));
        return Orderwire.ready(line.toArray(String[]::new));
    }

    private static void awaitNewOrders(CursorClient client, String what) {
        int before = client.orders().size();
        long began = System.nanoTime();
        await("orders after " + what).atMost(SOON).until(() -> client.orders().size() > before + MANY);
        log.info("{} more orders {} ms after {}", MANY, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began), what);
    }

    /** Takes over from a client whose gateway has stopped. */
    private CursorClient resume(CursorClient ended, Orderwire gateway) {
        await("the end of the connection").atMost(SOON).until(() -> ended.closeCode() != 0);
        assertThat(ended.closeCode()).isEqualTo(GOING_AWAY);
        assertNothingMissing(ended);
        received.addAll(ended.orders());
        return CursorClient.behind(gateway.value("ws"), ended.cursor());
    }

    private static void assertNothingMissing(CursorClient client) {
        assertThat(client.gaps()).isEmpty();
        assertThat(client.dropped()).isZero();
    }

    @Test
    void shouldLoseAndRepeatNothingForAClientThatResumes() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        String[] ingest = {"--data", data.toString(), "--from", "beginning"};
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.loopback(folder.resolve("kafka"), 0));
                Orderwire ingestor = start(kafka, "ingestor", ingest);
                Orderwire parser1 = start(kafka, "parser");
                Orderwire parser2 = start(kafka, "parser");
                Orderwire gateway1 = start(kafka, "gateway", "--port", "0");
                Orderwire gateway2 = start(kafka, "gateway", "--port", "0");
                CursorClient first = new CursorClient(gateway1.value("ws"), "\"earliest\"");
                NodeWriter node = new NodeWriter(data)) {
            awaitNewOrders(first, "the start");
            assertThat(parser1.stop()).isZero();
            awaitNewOrders(first, "the stop of a parser");
            try (Orderwire newParser1 = start(kafka, "parser")) {
                assertThat(parser2.stop()).isZero();
                awaitNewOrders(first, "the stop of the other parser");
                assertThat(gateway1.stop()).isZero();
                try (CursorClient second = resume(first, gateway2);
                        Orderwire newGateway1 = start(kafka, "gateway", "--port", "0")) {
                    awaitNewOrders(second, "the stop of a gateway");
                    assertThat(gateway2.stop()).isZero();
                    try (CursorClient third = resume(second, newGateway1)) {
                        awaitNewOrders(third, "the stop of the other gateway");
                        assertThat(ingestor.stop()).isZero();
                        try (Orderwire newIngestor = start(kafka, "ingestor", ingest)) {
                            awaitNewOrders(third, "the restart of the ingestor");
                            node.close();
                            assertWhole(third, data);
                            assertThat(newIngestor.stop()).isZero();
                        }
                        assertThat(newParser1.stop()).isZero();
                    }
                }
            }
        }
    }

    private void assertWhole(CursorClient last, Path data) {
        List<FileEvent> events = NodeFiles.of(data, Source.STREAMING).events();
        await("all orders")
                .atMost(SOON)
                .until(() -> received.size() + last.orders().size() >= events.size());
        assertNothingMissing(last);
        received.addAll(last.orders());
        Guarantees client = Guarantees.exactlyOnceInOrder(PARTITIONS);
        events.forEach(client::produced);
        received.forEach(client::received);
        client.check();
    }
}
