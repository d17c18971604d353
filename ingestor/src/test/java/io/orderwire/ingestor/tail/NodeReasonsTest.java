package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.testing.prerequisite.Prerequisite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reasons that the ingestor reports for faults of the node whose files it tails. */
class NodeReasonsTest {
    private static final String HOUR = "20270115/8";
    private static final long HOURS_MS = 10_800_000;

    @TempDir
    private Path data;

    private TailedFolder node;
    private long block = 985_148_182;

    @BeforeEach
    void make() throws IOException {
        node = new TailedFolder(data.resolve("node_order_statuses_streaming"), Source.STREAMING, 86_400_000);
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    private void write(String hour, long lagMs) throws IOException {
        node.append(
                hour,
                "{\"local_time\":\"" + node.timeAgo(0) + "\",\"block_time\":\"" + node.timeAgo(lagMs)
                        + "\",\"block_number\":" + block++ + ",\"events\":[{}]}\n");
    }

    /** Lets that many seconds pass; returns all that was reported in them, each reason once. */
    private List<String> seconds(int count) throws IOException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            node.pass(700);
            node.read();
            node.nodeReasons().stream().filter(reason -> !all.contains(reason)).forEach(all::add);
        }
        return all;
    }

    @Test
    void shouldReportANodeThatWritesHoursBehindTheChain() throws IOException {
        write(HOUR, 300);
        node.start("end");
        assertThat(seconds(2)).isEmpty();
        write(HOUR, 300);
        assertThat(seconds(2)).isEmpty();

        write(HOUR, HOURS_MS);
        assertThat(seconds(4)).containsExactly("node: 10800 s behind the chain");
        // It has caught up.
        for (int i = 0; i < 6; i++) {
            write(HOUR, 500);
            seconds(1);
        }
        assertThat(seconds(10)).isEmpty();
    }

    @Test
    void shouldReportANodeThatWritesNothing() throws IOException {
        write(HOUR, 300);
        node.start("end");
        seconds(1);
        write(HOUR, 300);
        assertThat(seconds(60)).isEmpty();
        assertThat(seconds(5))
                .containsExactly(
                        "node: nothing written for 60 s",
                        "node: nothing written for 61 s",
                        "node: nothing written for 62 s",
                        "node: nothing written for 63 s",
                        "node: nothing written for 64 s");
        write("20270115/9", 300);
        assertThat(seconds(60)).isEmpty();
    }

    /** The files are from before the start, there is a lag, and the ingestor starts late. */
    @Test
    void shouldNotReportWhatOldFilesShow() throws IOException {
        write(HOUR, HOURS_MS);
        write("20270115/9", HOURS_MS);
        node.start("beginning");
        assertThat(seconds(100)).isEmpty();
        IngestorState state = node.state();
        write("20270115/9", HOURS_MS);
        write("20270115/10", HOURS_MS);
        node.pass(300_000);
        node.start("end", state);
        assertThat(seconds(100)).isEmpty();

        // The node is checked from its first written byte on.
        write("20270115/10", 300);
        assertThat(seconds(60)).isEmpty();
        assertThat(seconds(3)).contains("node: nothing written for 61 s");
    }

    @Test
    void shouldNotBlameTheNodeForAPauseOfTheIngestor() throws IOException {
        write(HOUR, 300);
        node.start("end");
        seconds(1);
        write(HOUR, 300);
        seconds(1);
        node.pass(600_000);
        assertThat(node.nodeReasons()).isEmpty();
        write(HOUR, 300);
        assertThat(seconds(30)).isEmpty();
    }

    /** It is not known whether a file that cannot be read grows. */
    @Test
    void shouldNotCallANodeSilentWhoseFilesCannotBeRead() throws IOException {
        write(HOUR, 300);
        node.start("end");
        seconds(1);
        write(HOUR, 300);
        seconds(1);
        Path hour = node.path("20270115/9");
        write("20270115/9", 300);
        Files.setPosixFilePermissions(hour, PosixFilePermissions.fromString("---------"));
        Prerequisite.UNPRIVILEGED.check(
                Files.isReadable(hour)
                        ? Optional.of("this user may read a file whose mode allows nobody")
                        : Optional.empty());
        assertThat(seconds(100)).isEmpty();

        Files.setPosixFilePermissions(hour, PosixFilePermissions.fromString("rw-------"));
        node.pass(UnreadablePaths.LONGEST_PAUSE_MS);
        assertThat(seconds(50)).isEmpty();
        assertThat(seconds(20)).contains("node: nothing written for 60 s");
    }

    @Test
    void shouldNotCallANodeSilentWhoseNewestFileIsRestored() throws IOException {
        for (int i = 0; i < 5; i++) {
            write(HOUR, 300);
        }
        node.start("end");
        seconds(1);
        write(HOUR, 300);
        seconds(40);
        byte[] bytes = Files.readAllBytes(node.path(HOUR));
        Files.delete(node.path(HOUR));
        node.pass(100).read();
        Files.write(node.path(HOUR), Arrays.copyOf(bytes, 400));
        assertThat(seconds(30)).isEmpty();
        assertThat(node.reasons()).singleElement().asString().contains("holds the first 400 of");
        Files.write(node.path(HOUR), bytes);
        write(HOUR, 300);
        assertThat(seconds(30)).isEmpty();
    }

    @Test
    void shouldNotBeMovedByTheClockOfThisHost() throws IOException {
        write(HOUR, 300);
        node.start("end");
        seconds(1);
        write(HOUR, 300);
        node.set(86_400_000);
        assertThat(seconds(50)).isEmpty();
        assertThat(node.node().chainAgeMs()).isGreaterThan(86_400_000);
        node.set(-86_400_000);
        assertThat(seconds(5)).isEmpty();
        assertThat(node.node().chainAgeMs()).isZero();
        assertThat(seconds(10)).contains("node: nothing written for 60 s");
    }

    @Test
    void shouldNotBelieveWhatTheNodeCannotHaveWritten() throws IOException {
        write(HOUR, 300);
        node.start("end");
        seconds(1);
        for (String time : List.of("2099-01-01T00:00:00", "0001-01-01T00:00:00", "soon", "")) {
            node.append(
                    HOUR,
                    "{\"local_time\":\"" + node.timeAgo(0) + "\",\"block_time\":\"" + time + "\",\"block_number\":"
                            + block++ + ",\"events\":[{}]}\n");
            assertThat(seconds(5)).as(time).isEmpty();
            assertThat(node.node().lastBlock()).isEqualTo(block - 1);
        }
    }

    @Test
    void shouldReportThatTheFolderIsGone() throws IOException {
        Path followed = data.resolve("node_order_statuses_streaming");
        Path aside = data.resolve("aside");
        write(HOUR, 300);
        node.start("end");
        write(HOUR, 300);
        seconds(2);
        for (Path moved : List.of(followed, followed.resolve("hourly"))) {
            Files.move(moved, aside);
            assertThat(seconds(9)).as("%s", moved).containsExactly("node: the folder " + followed + "/hourly is gone");

            Files.move(aside, moved);
            assertThat(seconds(1)).isEmpty();
            write(HOUR, 300);
            assertThat(seconds(2)).isEmpty();
        }
    }

    @Test
    void shouldReportAnEmptyFolderInItsPlace() throws IOException {
        Path hourly = data.resolve("node_order_statuses_streaming/hourly");
        write(HOUR, 300);
        node.start("end");
        seconds(2);
        // As unmounting leaves it.
        Files.move(hourly, data.resolve("aside"));
        Files.createDirectory(hourly);
        assertThat(seconds(9)).containsExactly("node: the folder " + hourly + " is gone");

        write("20270115/9", 300);
        assertThat(seconds(3)).isEmpty();
    }

    @Test
    void shouldNotMissAFolderThatNeverWasOrIsExchanged() throws IOException {
        node.start("end");
        assertThat(seconds(20)).isEmpty();
        write(HOUR, 300);
        seconds(2);
        Path hourly = data.resolve("node_order_statuses_streaming/hourly");
        Files.move(hourly, data.resolve("aside"));
        assertThat(seconds(1)).isEmpty();
        Files.move(data.resolve("aside"), hourly);
        assertThat(seconds(20)).isEmpty();
    }

    private void writeOther(String hour) throws IOException {
        Path file = data.resolve("node_order_statuses_by_block/hourly").resolve(hour);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{}\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void shouldReportThatAnotherShapeGrows() throws IOException {
        String reason = "node: by-block is growing, but streaming is being followed";
        write(HOUR, 300);
        writeOther("20270115/7");
        node.start("end");
        assertThat(seconds(10)).isEmpty();
        write(HOUR, 300);
        seconds(1);
        // The node's flags were changed.
        List<String> reported = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            writeOther("20270115/8");
            reported.addAll(seconds(1));
        }
        assertThat(reported).hasSizeGreaterThanOrEqualTo(2).containsOnly(reason);
        writeOther("20270115/9");
        assertThat(seconds(10)).containsExactly(reason);

        write(HOUR, 300);
        assertThat(seconds(5)).isEmpty();
        // The other shape is no longer written either.
        assertThat(seconds(30)).isEmpty();
    }

    /** Two nodes, or one that writes both. */
    @Test
    void shouldNotReportAnotherShapeBesidesOneThatGrows() throws IOException {
        write(HOUR, 300);
        node.start("end");
        seconds(1);
        for (int i = 0; i < 20; i++) {
            write(HOUR, 300);
            for (int second = 0; second < 4; second++) {
                writeOther("20270115/8");
                assertThat(seconds(1)).isEmpty();
            }
        }
        write(HOUR, 300);
        writeOther("20270115/8");
        // Both have stopped.
        assertThat(seconds(50)).isEmpty();
    }

    @Test
    void shouldReportAnotherShapeAlsoIfTheFollowedOneNeverGrew() throws IOException {
        write(HOUR, 300);
        node.start("beginning");
        List<String> reported = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            writeOther("20270115/10");
            reported.addAll(seconds(1));
        }
        assertThat(reported).containsOnly("node: by-block is growing, but streaming is being followed");
    }
}
