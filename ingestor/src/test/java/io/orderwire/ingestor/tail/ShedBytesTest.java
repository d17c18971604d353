package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.partition.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines older than 500 ms are shed, up to the first that is at most 250 ms older than the newest. */
class ShedBytesTest {
    private static final String HOUR = "20261231/9";

    @TempDir
    private Path directory;

    private TailedFolder folder;

    @BeforeEach
    void open() {
        folder = new TailedFolder(directory, Source.STREAMING, 500);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    @Test
    void shouldNotShedBytesThatAreReadInTime() throws IOException {
        folder.start("end");
        for (int i = 0; i < 20; i++) {
            folder.append(HOUR, line(10_000, i));
            assertThat(folder.read()).as("look %d", i).hasSize(1);
        }
        assertThat(folder.gaps()).isEmpty();
    }

    @Test
    void shouldShedBytesOfADowntimeByTheTimesInTheLines() throws IOException {
        IngestorState state = folder.startAndReadOneLine(HOUR);
        folder.pass(60_000);
        for (int i = 0; i < 100; i++) {
            folder.append(HOUR, line(60_000 - i * 600, i));
        }
        folder.append(HOUR, line(0, 900) + line(0, 901));
        folder.start("end", state);
        List<String> read = folder.read();
        assertThat(read).hasSize(3);
        assertThat(read.get(0)).startsWith("age " + HOUR + "@").contains(" to ");
        assertThat(read.get(1)).contains("\"n\":900");
        assertThat(read.get(2)).contains("\"n\":901");
        Gap gap = folder.gaps().get(0);
        assertThat(gap.events()).isNull();
        assertThat(gap.partition()).isNull();
        countAll(100, 100);
    }

    @Test
    void shouldResumeAtTheFirstLineWithinHalfOfTheLimit() throws IOException {
        IngestorState state = folder.startAndReadOneLine(HOUR);
        folder.pass(10_000);
        for (int age = 1_000; age >= 0; age -= 100) {
            folder.append(HOUR, line(age, age));
        }
        folder.start("end", state);
        List<String> read = folder.read();
        assertThat(read.get(1)).contains("\"n\":200");
        assertThat(read).hasSize(4);
    }

    @Test
    void shouldShedBytesThatWaitedTooLongByTheirSamples() throws IOException {
        folder.startAndReadOneLine(HOUR);
        for (int i = 0; i < 10; i++) {
            folder.append(HOUR, line(0, 100 + i));
            folder.pass(100);
            folder.look();
        }
        List<String> read = folder.read();
        assertThat(read.get(0)).startsWith("age ");
        assertThat(read.get(1)).contains("\"n\":107");
        assertThat(read).hasSize(4);
        countAll(7, 7);
    }

    @Test
    void shouldShedWholeFilesAndResumeInTheNewest() throws IOException {
        IngestorState state = folder.startAndReadOneLine("20261231/8");
        folder.pass(3 * 3_600_000);
        folder.append("20261231/8", line(9_000_000, 2) + "unfinished");
        folder.append("20261231/9", line(7_000_000, 3));
        folder.append("20261231/10", line(3_000_000, 4) + line(0, 5));
        folder.start("end", state);
        List<String> read = folder.read();
        assertThat(read).hasSize(4);
        assertThat(read.get(0)).startsWith("age 20261231/8@");
        assertThat(read.get(1)).startsWith("age 20261231/9@0 to ");
        assertThat(read.get(2)).startsWith("age 20261231/10@0 to ");
        assertThat(read.get(3)).contains("\"n\":5");
        countAll(3, 3);
    }

    @Test
    void shouldReadWhatAStartPositionAskedForHoweverOldItIs() throws IOException {
        folder.append(HOUR, line(10_000_000, 1) + line(9_000_000, 2));
        folder.start("beginning");
        assertThat(folder.read()).hasSize(2);
        assertThat(folder.gaps()).isEmpty();
    }

    @Test
    void shouldNotShedALineWhoseFirstHalfIsOld() throws IOException {
        folder.start("end");
        folder.append(HOUR, line(0, 1) + line(0, 2).substring(0, 30));
        assertThat(folder.read()).hasSize(1);
        for (int i = 0; i < 30; i++) {
            assertThat(folder.read()).isEmpty();
        }
        folder.append(HOUR, line(9_300, 2).substring(30));
        assertThat(folder.read()).hasSize(1);
        assertThat(folder.gaps()).isEmpty();
    }

    /** The modification time of the file comes from another clock, possibly from another host. */
    @Test
    void shouldReadLinesWithoutATime() throws IOException {
        folder.start("end");
        folder.append(HOUR, "x\n");
        assertThat(folder.read()).hasSize(1);
        IngestorState state = folder.state();
        folder.pass(60_000);
        folder.append(HOUR, "y\nz\n");
        Files.setLastModifiedTime(folder.path(HOUR), FileTime.fromMillis(folder.millis() - 30_000));
        folder.start("end", state);
        assertThat(folder.read()).containsExactly(HOUR + " y", HOUR + " z");
    }

    @Test
    void shouldShedLinesWithoutATimeByTheLinesAfterThem() throws IOException {
        IngestorState state = folder.startAndReadOneLine(HOUR);
        folder.pass(60_000);
        folder.append(HOUR, "noise\n\n" + line(50_000, 2) + "noise\n" + line(0, 3));
        folder.start("end", state);
        List<String> read = folder.read();
        assertThat(read).hasSize(2);
        assertThat(read.get(1)).contains("\"n\":3");
    }

    @Test
    void shouldCountAfterARestartTheEventsThatWereNotCounted() throws IOException {
        shedWithoutCounting();
        folder.start("end", folder.state());
        folder.read();
        countAll(3, 3);
        assertThat(folder.state().uncounted()).isEmpty();
    }

    private void shedWithoutCounting() throws IOException {
        IngestorState state = folder.startAndReadOneLine("20261231/8");
        folder.pass(3_600_000);
        folder.append("20261231/8", line(900_000, 2) + "\n" + line(900_000, 3) + line(800_000, 4) + line(0, 5));
        folder.start("end", state);
        assertThat(folder.read()).hasSize(2);
        assertThat(folder.state().uncounted()).hasSize(1);
        assertThat(folder.totals().linesRead()).isEqualTo(2);
    }

    @Test
    void shouldReportShedBytesAsVanishedIfTheirFileGoesBeforeTheyAreCounted() throws IOException {
        shedWithoutCounting();
        Files.delete(folder.path("20261231/8"));
        String id = folder.gaps().get(0).id();
        await().pollInSameThread().untilAsserted(() -> {
            folder.settle();
            assertThat(folder.state().uncounted()).isEmpty();
        });
        assertThat(folder.totals().vanished()).isEqualTo(1);
        Gap gap = folder.gaps().get(0);
        assertThat(gap.id()).isEqualTo(id);
        assertThat(gap.events()).isNull();
        assertThat(gap.reason()).isEqualTo(Gap.Reason.VANISHED);
    }

    /** Every reported gap is reported again once it is counted, and the events add up. */
    private void countAll(long events, long linesWithEvents) {
        Totals before = folder.totals();
        await().pollInSameThread().untilAsserted(() -> {
            folder.settle();
            assertThat(folder.state().uncounted()).isEmpty();
        });
        Totals after = folder.totals();
        assertThat(after.skipped() - before.skipped()).isEqualTo(events);
        assertThat(after.found() - before.found()).isEqualTo(events);
        long empty = after.linesEmpty() - before.linesEmpty();
        assertThat(after.linesRead() - before.linesRead() - empty).isEqualTo(linesWithEvents);
        assertThat(folder.gaps().stream()
                        .filter(gap -> gap.events() != null)
                        .mapToLong(Gap::events)
                        .sum())
                .isEqualTo(events);
    }

    private String line(long ageMs, int n) {
        return folder.line(ageMs, n);
    }
}
