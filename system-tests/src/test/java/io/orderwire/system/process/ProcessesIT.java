package io.orderwire.system.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.broker.BrokerOptions;
import io.orderwire.broker.EmbeddedKafka;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.Main;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.process.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
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
    void shouldRefuseTheFolderOfAnotherNetworkUnlessToldToTakeOver(@TempDir Path folder) throws Exception {
        Path mainnet = Files.createDirectories(folder.resolve("mainnet"));
        Path testnet = Files.createDirectories(folder.resolve("testnet"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.loopback(folder.resolve("kafka"), 0));
                Simulator main = new Simulator(
                        SimulatorOptions.builder(mainnet).seed(14).users(USERS).build());
                Simulator test = new Simulator(
                        SimulatorOptions.builder(testnet).seed(15).users(USERS).build())) {
            for (Simulator node : Set.of(main, test)) {
                node.writeBlock(100);
                node.turnHour();
                node.writeBlock(100);
            }
            try (Orderwire own = start(kafka, "ingestor", "--data", mainnet.toString(), "--from", "beginning")) {
                try (ChildJvm wrong = ChildJvm.start(
                        Main.class,
                        "ingestor",
                        "--kafka",
                        kafka.bootstrapServers(),
                        "--management-port",
                        "0",
                        "--data",
                        testnet.toString())) {
                    assertThat(wrong.awaitExit(SOON)).isEqualTo(4);
                    assertThat(wrong.lastErrors().lines().filter(line -> line.startsWith("orderwire: ")))
                            .singleElement(InstanceOfAssertFactories.STRING)
                            .contains(testnet.toString(), "--take-over", "topics.prefix");
                }
                assertThat(own.isAlive()).isTrue();
                main.writeBlock(50);
                await().atMost(SOON).until(() -> rawEvents(kafka) == 250);
                assertThat(own.stop()).isZero();
            }
            try (Orderwire successor =
                    start(kafka, "ingestor", "--data", testnet.toString(), "--from", "beginning", "--take-over")) {
                await().atMost(SOON).until(() -> rawEvents(kafka) == 450);
                assertThat(successor.stop()).isZero();
            }
        }
    }

    private static long rawEvents(EmbeddedKafka kafka) {
        return KafkaReads.committed(kafka.bootstrapServers(), Topics.DEFAULT.raw(), SOON).stream()
                .mapToLong(row -> Headers.number(row.headers(), Headers.EVENTS))
                .sum();
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
