package io.orderwire.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private record Outcome(int code, String out, String errors) {}

    /** Runs a command line and captures its standard output and standard error. */
    private static Outcome execute(String... arguments) {
        PrintStream realOut = System.out;
        PrintStream realErrors = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            int code = Main.execute(arguments);
            return new Outcome(code, out.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(realOut);
            System.setErr(realErrors);
        }
    }

    @Test
    void shouldListEveryCommand() {
        Outcome help = execute("--help");

        assertThat(help.code()).isZero();
        assertThat(help.out())
                .contains(
                        "demo",
                        "run",
                        "ingestor",
                        "parser",
                        "gateway",
                        "simulate",
                        "tail",
                        "status",
                        "doctor",
                        "prune",
                        "bench");
    }

    @Test
    void shouldTellItsVersion() {
        Outcome version = execute("--version");

        assertThat(version.code()).isZero();
        assertThat(version.out()).startsWith("orderwire ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "run",
                "ingestor",
                "parser",
                "gateway",
                "simulate",
                "tail",
                "status",
                "doctor",
                "prune",
                "bench"
            })
    void shouldExplainEachCommand(String command) {
        Outcome help = execute(command, "--help");

        assertThat(help.code()).isZero();
        assertThat(help.out()).startsWith("Usage: orderwire " + command);
        assertThat(help.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rum",
                "run --dato x",
                "run --port",
                "run --port eight",
                "run extra",
                "simulate",
                "simulate --out x --rate 0",
                "simulate --out x --rate slow",
                "simulate --out x --users 0",
                "simulate --out x --source blocks",
                "tail --url http://127.0.0.1/",
                "tail --url nonsense",
                "tail --url wss://127.0.0.1/ws --ca no/such/file",
                "tail --ca no/such/file",
                "status --url ws://127.0.0.1/",
                "status --token-file no/such/file",
                "tail --token-file no/such/file",
                "demo --rate -1"
            })
    void shouldRefuseMisuseInOneLineWithAHint(String line) {
        Outcome refused = execute(line.isEmpty() ? new String[0] : line.split(" ", -1));

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.errors().lines()).hasSize(2).first().asString().startsWith("orderwire");
        assertThat(refused.errors()).containsAnyOf("--help", "Did you mean", "Possible solutions");
    }

    @Test
    void shouldCompleteEveryCommandInAShell() {
        Outcome script = execute("completion");

        assertThat(script.code()).isZero();
        assertThat(script.out()).contains("complete -F _complete_orderwire", "doctor", "'--kafka-advertise'");
        assertThat(script.out())
                .contains(
                        "_option_args=(\"plain\" \"by-block\" \"streaming\")",
                        "_option_args=(\"latest\" \"complete\")");
    }

    @Test
    void shouldHaveAManualOfEveryCommand() {
        Outcome manual = execute("generate-manual");

        assertThat(manual.code()).isZero();
        assertThat(manual.out())
                .startsWith(".TH \"ORDERWIRE\" \"1\" ")
                .contains(".SS \"orderwire run\"\n", ".SS \"orderwire doctor\"\n", "70 a stage made no progress.")
                .contains(".TP\n\\fB\\-\\-data\\fR \\fIDIR\\fR\n\\&The node's data folder")
                .doesNotContain("generate", "${");
    }

    @Test
    void shouldWriteTheManualIntoAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("share/orderwire.1");

        Path compressed = folder.resolve("deb/orderwire.1.gz");
        Outcome written = execute("generate-manual", file.toString(), compressed.toString());

        assertThat(written.code()).isZero();
        assertThat(written.out()).isEmpty();
        assertThat(file).content().startsWith(".TH ").doesNotContain("Picked up");
        try (InputStream page = new GZIPInputStream(Files.newInputStream(compressed))) {
            assertThat(page.readAllBytes()).isEqualTo(Files.readAllBytes(file));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, how long to keep hour files is not given, --dry-run",
        "2, prune.keep is 2w, --keep 2w",
        "2, prune.keep is 30s, --keep 30s",
        "4, no folder of order statuses in data folder, --keep 2h",
        "4, does not exist, --keep 2h --data no/such/folder",
    })
    void shouldPruneOnlyWhatItIsTold(int code, String named, String flags, @TempDir Path data) {
        String line = "prune --kafka 127.0.0.1:1 " + (flags.contains("--data") ? "" : "--data " + data + " ") + flags;

        Outcome refused = execute(line.split(" ", -1));

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.errors()).contains(named);
    }

    @Test
    void shouldPruneNothingWithoutKafka(@TempDir Path data) throws IOException {
        Path date = Files.createDirectories(data.resolve("node_order_statuses/hourly/20260505"));
        for (String hour : new String[] {"9", "10"}) {
            Path file = Files.writeString(date.resolve(hour), "{}\n");
            Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        }
        String line = "prune --kafka 127.0.0.1:1 -D startup.timeout.ms=500 --keep 2h --data " + data;

        Outcome failed = execute(line.split(" ", -1));

        assertThat(failed.code()).isEqualTo(6);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.errors()).contains("Kafka at 127.0.0.1:1 did not answer within 500 ms");
        assertThat(date.toFile().list()).containsExactlyInAnyOrder("9", "10");
    }

    @Test
    void shouldEndADoctorAsTheStartWould(@TempDir Path folder) {
        Outcome missing = execute("doctor", "--data", folder.resolve("missing").toString());

        assertThat(missing.code()).isEqualTo(4);
        assertThat(missing.out()).contains("fault    data-folder ");
    }

    @Test
    void shouldLetADoctorLookAtThePortsThatTheStartIsGiven(@TempDir Path folder) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());

            Outcome outcome = execute(
                    "doctor",
                    "--data",
                    folder.toString(),
                    "--port",
                    "0",
                    "--kafka-port",
                    port,
                    "--management-port",
                    "0");

            assertThat(outcome.out()).containsPattern("fault +ports +.*" + port);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-D no.such.option=1, no.such.option",
        "-D partitions=0, partitions",
        "--overload never, never",
        "--source blocks, blocks",
        "--from somewhere, somewhere",
        "--port 70000, 70000",
        "--config no/such/file, no/such/file"
    })
    void shouldRefuseWrongConfigurationNamingIt(String flags, String named, @TempDir Path data) {
        String[] wrong = flags.split(" ", -1);

        Outcome refused = execute("run", "--data", data.toString(), wrong[0], wrong[1]);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.errors().lines().filter(line -> line.startsWith("orderwire: ")))
                .singleElement()
                .asString()
                .contains(named);
        assertThat(refused.errors()).doesNotContain("\tat ");
    }

    @Test
    void shouldRefuseAForeignKafkaForTheStandalone(@TempDir Path data) {
        Outcome refused = execute("run", "--data", data.toString(), "-D", "kafka.bootstrap.servers=kafka:9092");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.errors()).contains("kafka.bootstrap.servers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "ingestor"})
    void shouldAskForADataFolder(String command) {
        Outcome refused = execute(command);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.errors()).contains("--data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "ingestor"})
    void shouldRefuseAMissingDataFolderBeforeAnythingStarts(String command, @TempDir Path folder) {
        Path missing = folder.resolve("missing");
        Path state = folder.resolve("state");

        Outcome refused = execute(command, "--data", missing.toString(), "-D", "state.dir=" + state);

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.errors()).contains(missing.toString());
        assertThat(state).doesNotExist();
    }

    @Test
    void shouldNameTheSourcesWhenThereAreSeveral(@TempDir Path data) throws IOException {
        Files.createDirectory(data.resolve("node_order_statuses"));
        Files.createDirectory(data.resolve("node_order_statuses_streaming"));

        Outcome refused = execute("run", "--data", data.toString());

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.errors()).contains("plain, streaming");
    }

    @Test
    void shouldSayThatNobodyAnswersForAStatus() {
        Outcome unreachable = execute("status", "--url", "http://127.0.0.1:1/");

        assertThat(unreachable.code()).isEqualTo(2);
        assertThat(unreachable.errors().lines()).hasSize(1).first().asString().contains("http://127.0.0.1:1/stats");
    }
}
