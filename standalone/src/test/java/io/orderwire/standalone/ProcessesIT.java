package io.orderwire.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.orders.Topics;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.broker.BrokerOptions;
import io.orderwire.standalone.broker.EmbeddedKafka;
import io.orderwire.testing.broker.KafkaReads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The processes each alone, against a Kafka that is not theirs. */
@Timeout(180)
class ProcessesIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int USERS = 200;

    private static Orderwire start(EmbeddedKafka kafka, String command, String... flags) {
        String[] line = new String[flags.length + 7];
        line[0] = command;
        line[1] = "--kafka";
        line[2] = kafka.bootstrapServers();
        line[3] = "--management-port";
        line[4] = "0";
        line[5] = "-D";
        line[6] = "overload=complete";
        System.arraycopy(flags, 0, line, 7, flags.length);
        return Orderwire.ready(line);
    }

    @Test
    void shouldShareTheWorkAmongParsersAndShowAllToEachGateway(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.loopback(folder.resolve("kafka"), 0));
                Simulator simulator = new Simulator(
                        SimulatorOptions.builder(data).seed(12).users(USERS).build());
                Orderwire ingestor = start(kafka, "ingestor", "--data", data.toString(), "--from", "beginning");
                Orderwire oneParser = start(kafka, "parser");
                Orderwire otherParser = start(kafka, "parser");
                Orderwire oneGateway = start(kafka, "gateway", "--port", "0");
                Orderwire otherGateway = start(kafka, "gateway", "--port", "0");
                OrderClient oneClient = new OrderClient(oneGateway.value("ws"));
                OrderClient otherClient = new OrderClient(otherGateway.value("ws"))) {
            assertThat(ingestor.readyLine()).matches("ready management=http://127\\.0\\.0\\.1:\\d+/");
            assertThat(oneGateway.readyLine()).matches("ready http=\\S+ ws=\\S+ management=\\S+");

            simulator.writeBlock(1_000);
            simulator.writeBlock(1_000);

            for (OrderClient client : Set.of(oneClient, otherClient)) {
                await().atMost(SOON).until(() -> client.positions().size() >= 2_000);
                assertThat(new HashSet<>(client.positions())).hasSize(2_000);
                assertThat(client.positions()).hasSize(2_000);
            }
            for (Orderwire gateway : Set.of(oneGateway, otherGateway)) {
                await().atMost(SOON).until(() -> Stats.count(gateway.value("http"), "orders") == 2_000);
                await().atMost(SOON).until(() -> Stats.count(gateway.value("http"), "clients") == 2);
            }

            assertThat(oneParser.stop()).isZero();
            simulator.writeBlock(500);
            await().atMost(SOON).until(() -> oneClient.positions().size() >= 2_500);
            // The gateway shows orders before they are committed.
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            KafkaReads.committed(kafka.bootstrapServers(), Topics.DEFAULT.orders(), SOON))
                    .hasSize(2_500));
            assertThat(ingestor.stop()).isZero();
            assertThat(otherParser.stop()).isZero();
            assertThat(oneGateway.stop()).isZero();
            assertThat(otherGateway.stop()).isZero();
        }
    }

    @Test
    void shouldEndAnIngestorThatAnotherHasTakenOverFrom(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.loopback(folder.resolve("kafka"), 0));
                Simulator simulator = new Simulator(
                        SimulatorOptions.builder(data).seed(13).users(USERS).build());
                Orderwire parser = start(kafka, "parser");
                Orderwire former = start(kafka, "ingestor", "--data", data.toString(), "--from", "beginning")) {
            simulator.writeBlock(1_000);
            try (Orderwire successor = start(kafka, "ingestor", "--data", data.toString(), "--from", "beginning")) {
                simulator.writeBlock(1_000);

                assertThat(former.awaitExit(SOON)).isEqualTo(7);
                assertThat(former.lastErrors().lines().filter(line -> line.startsWith("orderwire: ")))
                        .hasSize(1);
                await().atMost(SOON).untilAsserted(() -> assertThat(
                                KafkaReads.committed(kafka.bootstrapServers(), Topics.DEFAULT.orders(), SOON))
                        .hasSize(2_000));
                assertThat(successor.stop()).isZero();
            }
            assertThat(parser.stop()).isZero();
        }
    }
}
