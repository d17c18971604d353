package io.orderwire.system.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.topic.Topics;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.Main;
import io.orderwire.testing.process.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A standalone whose Kafka is reachable from other machines. */
@Timeout(180)
class KafkaAccessIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int ORDERS = 200;

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void makeData() throws Exception {
        data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(data.resolve("node_order_statuses_streaming"));
    }

    private String[] line(String... more) {
        List<String> line = new ArrayList<>(List.of(
                "--data",
                data.toString(),
                "--state",
                folder.resolve("state").toString(),
                "--from",
                "beginning",
                "--overload",
                "complete",
                "--kafka-advertise",
                "localhost"));
        line.addAll(Arrays.asList(more));
        return line.toArray(String[]::new);
    }

    @Test
    void shouldServeTheUsersInTheFileAndItsOwnProcesses() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), "ann password-1\n");
        try (Orderwire run = Orderwire.run(line("-D", "broker.users.file=" + users));
                Simulator simulator =
                        new Simulator(SimulatorOptions.builder(data).build());
                Consumer<byte[], byte[]> reader = new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                run.value("kafka"),
                                "security.protocol",
                                "SASL_PLAINTEXT",
                                "sasl.mechanism",
                                "SCRAM-SHA-512",
                                "sasl.jaas.config",
                                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"ann\""
                                        + " password=\"password-1\";",
                                "group.id",
                                "anns",
                                "isolation.level",
                                "read_committed",
                                "auto.offset.reset",
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            simulator.writeBlock(ORDERS);
            reader.subscribe(List.of(Topics.DEFAULT.orders()));
            int[] read = {0};
            await().atMost(SOON).until(() -> {
                read[0] += reader.poll(Duration.ofMillis(200)).count();
                return read[0] == ORDERS;
            });
            assertThat(run.lastErrors()).doesNotContain("password-1");
            assertThat(run.stop()).isZero();
        }
    }

    @Test
    void shouldNotFaceANetworkWithoutUsersUnlessThatIsMeant() {
        for (String[] wrong : new String[][] {
            line(), line("-D", "broker.insecure=false"), line("-D", "broker.users.file=" + folder.resolve("none"))
        }) {
            String[] command = new String[wrong.length + 1];
            command[0] = "run";
            System.arraycopy(wrong, 0, command, 1, wrong.length);
            try (ChildJvm child = ChildJvm.start(Main.class, command)) {
                assertThat(child.awaitExit(SOON)).isEqualTo(2);
                assertThat(child.lastErrors()).contains("orderwire: broker.").contains("broker.users.file");
                assertThat(folder.resolve("state")).doesNotExist();
            }
        }
        try (Orderwire open = Orderwire.run(line("-D", "broker.insecure=true"))) {
            assertThat(open.lastErrors()).contains("WARN", "broker.insecure: whoever reaches Kafka at localhost");
        }
    }
}
