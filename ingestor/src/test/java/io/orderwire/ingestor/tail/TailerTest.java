package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.partition.RawRecord;
import io.orderwire.ingestor.partition.Totals;
import io.orderwire.ingestor.prune.SetAside;
import io.orderwire.ingestor.shed.ByteAgeLimit;
import io.orderwire.ingestor.shed.ByteShedding;
import io.orderwire.ingestor.shed.ShedEventCounter;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every reading of the clock is a second after the previous one, so that each read scans the folder again. */
class TailerTest {
    private static final class SteppingClock extends Clock {
        private long nowMs = 1_800_000_000_000L;

        long nanoTime() {
            return TimeUnit.MILLISECONDS.toNanos(millis());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(nowMs += 1_000);
        }
    }

    @TempDir
    private Path folder;

    private final ByteShedding shedding = new ByteShedding(
            ByteAgeLimit.complete(500, 2_000),
            new ShedEventCounter(Path.of(""), new LineSplitter(Source.STREAMING, 512 * 1024), () -> 1));
    private Tailer tailer;
    private PartitionedBlocks blocks = new PartitionedBlocks(new long[] {1}, Totals.NONE);

    @AfterEach
    void close() throws IOException {
        tailer.close();
    }

    @Test
    void shouldFollowHoursAndDaysAsNumbers() throws IOException {
        start("end");
        append("20261231/9", "a\n");
        append("20261231/10", "b\n");
        assertThat(read()).containsExactly("20261231/9 a", "20261231/10 b");
        append("20261231/23", "c\n");
        append("20270101/0", "d\n");
        assertThat(read()).containsExactly("20261231/23 c", "20270101/0 d");
    }

    /** Formatted with this locale, numbers have digits that no file's name has. */
    @Test
    void shouldFollowFilesWhateverDigitsTheLocaleHas() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            start("end");
            append("20261231/9", "a\n");
            assertThat(read()).containsExactly("20261231/9 a");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void shouldStartAfterTheLastWholeLineThatIsThere() throws IOException {
        append("20261231/9", "old\nha");
        start("end");
        assertThat(read()).isEmpty();
        append("20261231/9", "lf\n");
        assertThat(read()).containsExactly("20261231/9 half");
    }

    @Test
    void shouldReadAllThatIsThereFromTheBeginningAndMarkIt() throws IOException {
        append("20261231/8", "a\n");
        append("20261231/9", "b\nc");
        start("beginning");
        assertThat(replayed()).containsExactly("20261231/8 a replay", "20261231/9 b replay");
        append("20261231/9", "c\nlive\n");
        assertThat(replayed()).containsExactly("20261231/9 cc replay", "20261231/9 live");
    }

    @Test
    void shouldStartAtAPosition() throws IOException {
        append("20261231/8", "a\n");
        append("20261231/9", "one\ntwo\nthree\n");
        append("20261231/10", "b\n");
        start("20261231/9@4");
        assertThat(read()).containsExactly("20261231/9 two", "20261231/9 three", "20261231/10 b");
    }

    @Test
    void shouldReadTheOldFileAgainWhenItGrowsLate() throws IOException {
        start("end");
        append("20261231/9", "a\n");
        append("20261231/10", "b\n");
        append("20261231/11", "c\n");
        append("20261231/12", "d\n");
        assertThat(read()).hasSize(4);
        append("20261231/9", "late\n");
        append("20261231/12", "e\n");
        assertThat(read()).containsExactly("20261231/9 late", "20261231/12 e");
    }

    @Test
    void shouldReadAFileThatComesLate() throws IOException {
        start("end");
        append("20261231/10", "b\n");
        assertThat(read()).containsExactly("20261231/10 b");
        append("20261231/9", "late\n");
        assertThat(read()).containsExactly("20261231/9 late");
    }

    @Test
    void shouldFinishAFileThatWasRemovedWhileOpen() throws IOException {
        start("end");
        append("20261231/9", "a\n");
        assertThat(read()).containsExactly("20261231/9 a");
        append("20261231/9", "b\n");
        Files.delete(path("20261231/9"));
        append("20261231/10", "c\n");
        assertThat(read()).containsExactly("20261231/9 b", "20261231/10 c");
    }

    @Test
    void shouldReadAPathWithOtherContentsAsTheNextGeneration() throws IOException {
        start("end");
        append("20261231/9", "first\n");
        assertThat(read()).containsExactly("20261231/9 first");
        Files.delete(path("20261231/9"));
        append("20261231/9", "other contents\n");
        assertThat(readTwice()).containsExactly("20261231/9~1 other contents");
    }

    @Test
    void shouldContinueInACopyWithTheSameBytes() throws IOException {
        start("end");
        append("20261231/9", "first\n");
        assertThat(read()).containsExactly("20261231/9 first");
        Path copy = folder.resolve("copy");
        Files.copy(path("20261231/9"), copy);
        Files.writeString(copy, "more\n", StandardOpenOption.APPEND);
        Files.move(copy, path("20261231/9"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(readTwice()).containsExactly("20261231/9 more");
    }

    @Test
    void shouldReadATruncatedFileAsTheNextGeneration() throws IOException {
        start("end");
        append("20261231/9", "first and long\n");
        assertThat(read()).hasSize(1);
        Files.writeString(path("20261231/9"), "x\n", StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(readTwice()).containsExactly("20261231/9~1 x");
    }

    @Test
    void shouldResumeWhereTheStateSays() throws IOException {
        start("end");
        append("20261231/9", "a\nb\nha");
        assertThat(read()).hasSize(2);
        IngestorState state = state();
        append("20261231/9", "lf\n");
        append("20261231/10", "c\n");
        tailer.close();
        start("beginning", state);
        assertThat(read()).containsExactly("20261231/9 half", "20261231/10 c");
    }

    @Test
    void shouldNotTrustAStateWhoseBytesAreGone() throws IOException {
        start("end");
        append("20261231/9", "aaaa\n");
        assertThat(read()).hasSize(1);
        IngestorState state = state();
        tailer.close();
        Files.writeString(path("20261231/9"), "bbbb\nc\n");
        start("end", state);
        assertThat(read()).containsExactly("20261231/9~1 bbbb", "20261231/9~1 c");
    }

    @Test
    void shouldMeasureTheLagWithoutAnUnfinishedLine() throws IOException {
        start("end");
        append("20261231/9", "aaaa\nhalf");
        assertThat(tailer.read(1, blocks)).isEqualTo(5);
        tailer.measure();
        assertThat(tailer.behindBytes()).isPositive();
        assertThat(tailer.ageMs()).isPositive();
        tailer.read(1 << 20, blocks);
        tailer.committed(tailer.checkpoint());
        tailer.measure();
        assertThat(tailer.behindBytes()).isZero();
        assertThat(tailer.ageMs()).isZero();
    }

    @Test
    void shouldIgnoreWhatIsNamedLikeNoHour() throws IOException {
        start("end");
        for (String name : List.of("20261231/09", "20261231/24", "20261231/9.tmp", "2026123/9", "2026123a/9")) {
            append(name, "a\n");
        }
        Files.createDirectories(path("20261231/7"));
        assertThat(read()).isEmpty();
    }

    @Test
    void shouldKeepABoundedNumberOfFiles() throws IOException {
        start("end");
        List<String> expected = new ArrayList<>();
        for (int day = 10; day < 15; day++) {
            for (int hour = 0; hour < 24; hour++) {
                append("202612" + day + "/" + hour, "x\n");
                expected.add("202612" + day + "/" + hour + " x");
            }
            assertThat(read()).containsExactlyElementsOf(expected);
            expected.clear();
        }
        assertThat(tailer.checkpoint()).hasSize(FileWatchers.MAX_TRACKED);
    }

    private void start(String from) throws IOException {
        start(from, IngestorState.first("me", 1));
    }

    private void start(String from, IngestorState state) throws IOException {
        LineSplitter splitter = new LineSplitter(Source.STREAMING, 512 * 1024);
        SteppingClock stepping = new SteppingClock();
        SteadyClock clock = new SteadyClock(stepping, stepping::nanoTime);
        tailer = new Tailer(
                new HourlySource(folder, StartPosition.parse(from), SetAside::is),
                splitter,
                shedding,
                new RewindDetector(false, false, () -> {}),
                clock,
                new ClockSkew(clock, "the node's"));
        tailer.restore(state);
    }

    private IngestorState state() throws IOException {
        IngestorState state = tailer.state("me", blocks);
        return IngestorState.parse(state.toJson(), state.settledToJson());
    }

    private List<String> readTwice() throws IOException {
        List<String> lines = new ArrayList<>(read());
        lines.addAll(read());
        lines.addAll(read());
        return lines;
    }

    private List<String> read() throws IOException {
        return replayed().stream().map(line -> line.replace(" replay", "")).toList();
    }

    private List<String> replayed() throws IOException {
        while (tailer.read(1 << 20, blocks) > 0) {
            tailer.measure();
        }
        tailer.committed(tailer.checkpoint());
        List<String> lines = new ArrayList<>();
        for (RawRecord row : blocks.drain()) {
            String file = new String(row.file(), StandardCharsets.UTF_8);
            for (String line :
                    new String(row.value(), StandardCharsets.UTF_8).lines().toList()) {
                lines.add(file + " " + line + (row.replay() ? " replay" : ""));
            }
        }
        return lines;
    }

    private Path path(String hour) {
        return folder.resolve("hourly").resolve(hour);
    }

    private void append(String hour, String text) throws IOException {
        Files.createDirectories(path(hour).getParent());
        Files.writeString(path(hour), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
