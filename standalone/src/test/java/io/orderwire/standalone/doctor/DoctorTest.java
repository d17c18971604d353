package io.orderwire.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.standalone.pipeline.Configuration;
import io.orderwire.standalone.pipeline.Standalone;
import io.orderwire.standalone.pipeline.StateFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
    private static final Instant WRITTEN = Instant.parse("2026-05-05T17:39:16Z");
    private static final String LINE =
            "{\"local_time\":\"2026-05-05T17:39:16.001886457\",\"block_time\":\"2026-05-05T17:39:13.024084407\","
                    + "\"block_number\":985148182,\"events\":[]}\n";

    @TempDir
    private Path folder;

    private final Map<String, String> flags = new HashMap<>();
    private long nowMs = WRITTEN.toEpochMilli() + 400;
    private String said = "";

    @BeforeEach
    void choosePorts() {
        flags.put("data.dir", folder.resolve("data").toString());
        flags.put("state.dir", folder.resolve("state").toString());
        flags.put("gateway.port", "0");
        flags.put("broker.port", "0");
        flags.put("management.port", "0");
        // So that no disk is too small.
        flags.put("retention.raw.bytes", "8388608");
        flags.put("retention.orders.bytes", "8388608");
    }

    private Path file(String source, String text) throws IOException {
        Path file = folder.resolve("data/" + source + "/hourly/20260505/17");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
        return file;
    }

    private ExitCode examine() throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExitCode code = new Doctor(Standalone.settings(Configuration.load(null, Map.of(), flags)), true, () -> nowMs)
                .run(Map.of("HOME", folder.toString()), new PrintStream(out, true, StandardCharsets.UTF_8));
        said = out.toString(StandardCharsets.UTF_8);
        return code;
    }

    @Test
    void shouldFindNothingWrongAndWriteNothing() throws Exception {
        file("node_order_statuses_streaming", LINE + LINE);

        assertThat(examine()).as(said).isEqualTo(ExitCode.OK);
        assertThat(said)
                .contains(
                        "ok       data-folder ", "ok       data-rights ", "ok       data-shape ", "ok       node-lag ")
                .contains("ok       node-writes ", "ok       clock ", "ok       ports ", "will be created")
                .doesNotContain("fault  ");
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void shouldNameAMissingFolder() throws Exception {
        assertThat(examine()).isEqualTo(ExitCode.DATA_FOLDER);
        assertThat(said)
                .contains("fault    data-folder    data folder " + folder.resolve("data") + " does not exist")
                .contains("-> name the node's data folder with --data");
    }

    @Test
    void shouldSayThatTheNodeHasNotMadeAFolderYet() throws Exception {
        Files.createDirectory(folder.resolve("data"));

        assertThat(examine()).isEqualTo(ExitCode.OK);
        assertThat(said).contains("warning  data-folder    no folder of order statuses in ", "-> start the node");
    }

    @Test
    void shouldNameALineOfAnotherShape() throws Exception {
        file("node_order_statuses", LINE);

        assertThat(examine()).isEqualTo(ExitCode.OK);
        assertThat(said).contains("warning  data-shape ", "not of the shape plain, its members are [");
    }

    @Test
    void shouldNotLetAFileSteerTheTerminal() throws Exception {
        file("node_order_statuses", "{\"\\u001b[2J\":1}\n");

        examine();
        assertThat(said).doesNotContain("\u001b").contains("?[2J");
    }

    @Test
    void shouldTakeATimeThatNoClockHasAsUnknown() throws Exception {
        file("node_order_statuses_streaming", LINE + LINE.replace("2026-", "+999999999-"));

        assertThat(examine()).isEqualTo(ExitCode.OK);
        assertThat(said).contains("ok       node-writes ").doesNotContain("node-lag");
    }

    @Test
    void shouldNotTakeAFolderOrALinkToNothingForAnHourFile() throws Exception {
        Path file = file("node_order_statuses_streaming", LINE + LINE);
        Files.createDirectories(file.resolveSibling("19/below"));
        Files.createSymbolicLink(file.resolveSibling("18"), folder.resolve("nothing"));

        assertThat(examine()).isEqualTo(ExitCode.OK);
        assertThat(said).contains("ok       data-rights ", "ok       data-shape     " + file);
    }

    @ParameterizedTest
    @CsvSource({
        "100000, warning  node-writes    nothing has been written for 100 s",
        "-70000, 'warning  clock '",
    })
    void shouldCompareTheFileWithTheClock(long afterMs, String expected) throws Exception {
        Path file = file("node_order_statuses_streaming", LINE + LINE);
        nowMs = WRITTEN.toEpochMilli() + afterMs;
        if (afterMs < 0) {
            Files.setLastModifiedTime(file, FileTime.from(WRITTEN.plusSeconds(5)));
        }

        assertThat(examine()).isEqualTo(ExitCode.OK);
        assertThat(said).contains(expected);
    }

    @Test
    void shouldReportANodeThatIsFarBehind() throws Exception {
        file("node_order_statuses_streaming", LINE + LINE.replace("17:39:13", "15:39:13"));

        assertThat(examine()).isEqualTo(ExitCode.OK);
        assertThat(said)
                .contains("warning  node-lag       the node wrote its newest line 2 h after the time of its block");
    }

    @Test
    void shouldNameABusyPortAndEndAsAStartWould() throws Exception {
        file("node_order_statuses_streaming", LINE);
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            flags.put("broker.port", String.valueOf(busy.getLocalPort()));

            assertThat(examine()).isEqualTo(ExitCode.PORT_BUSY);
            assertThat(said)
                    .contains("fault    ports          Kafka port 127.0.0.1:" + busy.getLocalPort() + " is not free");
        }
    }

    @Test
    void shouldNameAStateFolderInUse() throws Exception {
        file("node_order_statuses_streaming", LINE);
        try (StateFolder held = StateFolder.lock(folder.resolve("state"))) {
            assertThat(examine()).isEqualTo(ExitCode.STATE_IN_USE);
            assertThat(said).contains("fault    state-folder   state folder " + held.path() + " is in use");
        }
        assertThat(examine()).isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldNameAStateFolderThatCannotBeMade() throws Exception {
        file("node_order_statuses_streaming", LINE);
        Files.writeString(folder.resolve("state"), "a file");

        assertThat(examine()).isEqualTo(ExitCode.USAGE);
        assertThat(said).contains("fault    state-folder ", "cannot be written, because of ");
    }

    @Test
    void shouldEndWithTheFirstFault() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExitCode code = Doctor.print(
                List.of(
                        Finding.ok(Check.DATA_FOLDER, "a"),
                        Finding.warning(Check.CLOCK, "b", "c"),
                        Finding.fault(Check.KAFKA, ExitCode.KAFKA, "d", ""),
                        Finding.fault(Check.PORTS, ExitCode.PORT_BUSY, "e", "")),
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(code).isEqualTo(ExitCode.KAFKA);
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("faults: 2, warnings: 1, checks: 4\n");
    }
}
