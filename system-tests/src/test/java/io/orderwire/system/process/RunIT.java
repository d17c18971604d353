package io.orderwire.system.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.topic.Topics;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.Main;
import io.orderwire.standalone.pipeline.StateFolder;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.process.ChildJvm;
import io.orderwire.testing.tls.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} as a user has it: a process of its own, its ready line, its ports, its exit codes. */
@Timeout(180)
class RunIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Path data;
    private Path state;

    @BeforeEach
    void makeFolders() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        state = folder.resolve("state");
    }

    private Simulator simulator() {
        return new Simulator(SimulatorOptions.builder(data).seed(11).users(50).build());
    }

    private Orderwire run(String... own) {
        List<String> all = new ArrayList<>(List.of(
                "--data",
                data.toString(),
                "--state",
                state.toString(),
                "--from",
                "beginning",
                "--overload",
                "complete"));
        all.addAll(List.of(own));
        return Orderwire.run(all.toArray(String[]::new));
    }

    private static List<String> positions(String bootstrapServers) {
        return KafkaReads.committed(bootstrapServers, Topics.DEFAULT.orders(), SOON).stream()
                .map(order -> new String(order.value(), StandardCharsets.UTF_8))
                .map(order -> order.substring(0, order.indexOf("\",\"part\"")))
                .toList();
    }

    @Test
    void shouldServeOrdersStopCleanlyAndGoOnWhereItStopped() throws Exception {
        try (Simulator simulator = simulator()) {
            simulator.writeBlock(500);
            try (Orderwire first = run();
                    OrderClient client = new OrderClient(first.value("ws"))) {
                assertThat(first.readyLine())
                        .matches("ready http=http://127\\.0\\.0\\.1:\\d+/ ws=ws://127\\.0\\.0\\.1:\\d+/ws"
                                + " kafka=127\\.0\\.0\\.1:\\d+ management=http://127\\.0\\.0\\.1:\\d+/");
                assertThat(Stats.get(first.value("management") + "health/ready").statusCode())
                        .isEqualTo(200);
                assertThat(Stats.get(first.value("management") + "metrics").body())
                        .contains("jvm_memory_used_bytes", "jvm_gc_", "jvm_threads_live", "process_cpu_usage");
                simulator.writeBlock(300);
                await().atMost(SOON).until(() -> Stats.count(first.value("http"), "orders") == 800);
                await().atMost(SOON).until(() -> client.positions().size() >= 300);
                assertThat(client.positions()).doesNotHaveDuplicates();
                assertThat(first.stop()).isZero();
            }
            simulator.writeBlock(200);
            try (Orderwire second = run()) {
                await().atMost(SOON).until(() -> Stats.count(second.value("http"), "orders") == 1_000);
                assertThat(positions(second.value("kafka"))).hasSize(1_000).doesNotHaveDuplicates();
                assertThat(second.stop()).isZero();
            }
        }
    }

    /** Turkish has a capital i that is not in Kafka's names of constants. */
    @Test
    void shouldStartInEveryLocale() {
        List<String> turkish = List.of(
                "-Duser.language=tr", "-Duser.country=TR", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        List<String> command = new ArrayList<>(runOn("turkish", "0", "0", "0"));
        command.addAll(List.of("--source", "streaming"));
        try (ChildJvm running = ChildJvm.start(turkish, Main.class, command.toArray(String[]::new))) {
            assertThat(running.awaitLine("ready ", Orderwire.START)).contains(" kafka=");
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenKilled() throws Exception {
        try (Simulator simulator = simulator()) {
            try (Orderwire first = run()) {
                simulator.writeBlock(400);
                await().atMost(SOON).until(() -> Stats.count(first.value("http"), "orders") > 0);
                simulator.writeBlock(400);
                first.kill();
            }
            simulator.writeBlock(200);
            try (Orderwire second = run()) {
                await().atMost(SOON)
                        .until(() -> positions(second.value("kafka")).size() >= 1_000);
                assertThat(positions(second.value("kafka"))).hasSize(1_000).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void shouldShowOrdersToTheTailCommand() {
        try (Simulator simulator = simulator();
                Orderwire running = run();
                ChildJvm tail = ChildJvm.start(Main.class, "tail", "--url", running.value("ws"))) {
            await().atMost(SOON).until(() -> Stats.count(running.value("http"), "clients") == 1);
            simulator.writeBlock(100);
            assertThat(tail.awaitLine("", SOON)).matches("\\d\\d:\\d\\d:\\d\\d\\S*\\s+\\S+\\s+(buy|sell) .* @ .*0x.*");
            tail.terminate();
            assertThat(tail.awaitExit(Orderwire.STOP)).isZero();
            assertThat(Orderwire.exitCode("status", "--url", running.value("http")))
                    .isLessThan(2);
        }
    }

    @Test
    void shouldShowOrdersToTheTailCommandOnlyWithATokenWhereOneIsAskedFor() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "c2VjcmV0\n");
        // The SHA-256 of that token.
        Path tokens = Files.writeString(
                folder.resolve("tokens"), "ann 1c1185e02ff3e23b3e5a1c5bc86cf15d4126caa3dcde0fdb6e93adc4deec119e\n");
        try (Simulator simulator = simulator();
                Orderwire running = run("-D", "gateway.tokens.file=" + tokens)) {
            assertThat(Orderwire.exitCode("tail", "--url", running.value("ws"))).isEqualTo(2);
            try (ChildJvm tail = ChildJvm.start(
                    Main.class, "tail", "--url", running.value("ws"), "--token-file", token.toString())) {
                await().atMost(SOON).until(() -> Stats.count(running.value("http"), "clients") == 1);
                // It is connected, and subscribes a moment later.
                await().atMost(SOON).untilAsserted(() -> {
                    simulator.writeBlock(10);
                    assertThat(tail.awaitLine("", Duration.ofSeconds(1))).contains(" @ ");
                });
            }
        }
    }

    @Test
    void shouldShowOrdersOverTlsToATailCommandThatTrustsTheCertificate() throws Exception {
        Path certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        TestCertificate.ec("gateway").write(certificate, key);
        try (Simulator simulator = simulator();
                Orderwire running =
                        run("-D", "gateway.tls.certificate=" + certificate, "-D", "gateway.tls.key=" + key)) {
            String http = running.value("http");
            assertThat(http).startsWith("https://");
            assertThat(Orderwire.exitCode("status", "--url", http, "--ca", certificate.toString()))
                    .isLessThan(2);
            for (List<String> stranger :
                    List.of(List.of("status", "--url", http), List.of("tail", "--url", running.value("ws")))) {
                try (ChildJvm refusing = ChildJvm.start(Main.class, stranger.toArray(String[]::new))) {
                    assertThat(refusing.awaitExit(SOON)).isEqualTo(2);
                    assertThat(refusing.lastErrors()).contains("not trusted", "--ca");
                }
            }
            try (ChildJvm tail =
                    ChildJvm.start(Main.class, "tail", "--url", running.value("ws"), "--ca", certificate.toString())) {
                await().atMost(SOON).untilAsserted(() -> {
                    simulator.writeBlock(10);
                    assertThat(tail.awaitLine("", Duration.ofSeconds(1))).contains(" @ ");
                });
            }
        }
    }

    @Test
    void shouldStopCleanlyWhileItStarts() {
        String[] line = runOn("state", "0", "0", "0").toArray(String[]::new);
        try (ChildJvm starting = ChildJvm.start(Main.class, line)) {
            await().atMost(Orderwire.START)
                    .until(() -> Files.exists(state.resolve("state").resolve("kafka")));
            starting.terminate();
            assertThat(starting.awaitExit(Orderwire.STOP)).isZero();
        }
    }

    @Test
    void shouldExitWithTwoForWrongUsage() {
        assertThat(Orderwire.exitCode("run", "--data", data.toString(), "--colour", "red"))
                .isEqualTo(2);
    }

    @Test
    void shouldExitWithThreeForEachBusyPort() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(busy.getLocalPort());
            for (List<String> line : List.of(
                    runOn("http", port, "0", "0"),
                    runOn("kafka", "0", port, "0"),
                    runOn("management", "0", "0", port))) {
                assertThat(Orderwire.exitCode(line.toArray(String[]::new)))
                        .as("%s", line)
                        .isEqualTo(3);
            }
        }
    }

    private List<String> runOn(String stateName, String http, String kafka, String management) {
        return List.of(
                "run",
                "--data",
                data.toString(),
                "--state",
                state.resolve(stateName).toString(),
                "--port",
                http,
                "--kafka-port",
                kafka,
                "--management-port",
                management);
    }

    @Test
    void shouldExitWithFourForADataFolderThatIsNotThere() {
        assertThat(Orderwire.exitCode("run", "--data", folder.resolve("missing").toString()))
                .isEqualTo(4);
    }

    @Test
    void shouldExitWithFiveForAStateFolderInUse() {
        try (StateFolder ours = StateFolder.lock(state)) {
            assertThat(Orderwire.exitCode(
                            "run",
                            "--data",
                            data.toString(),
                            "--state",
                            ours.path().toString()))
                    .isEqualTo(5);
        }
    }

    @Test
    void shouldExitWithSixWithoutAKafka() {
        for (List<String> line : List.of(
                withoutKafka("ingestor", "--data", data.toString()),
                withoutKafka("parser"),
                withoutKafka("gateway", "--port", "0"))) {
            assertThat(Orderwire.exitCode(line.toArray(String[]::new)))
                    .as("%s", line)
                    .isEqualTo(6);
        }
    }

    private static List<String> withoutKafka(String command, String... flags) {
        List<String> line = new ArrayList<>(
                List.of(command, "--kafka", "127.0.0.1:1", "--management-port", "0", "-D", "startup.timeout.ms=1000"));
        line.addAll(Arrays.asList(flags));
        return line;
    }
}
