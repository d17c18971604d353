package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The place where reading begins, and that all bytes requested by a start position are read. Older lines than 500 ms are shed.
 */
class StartPositionTest {
    private static final String HOUR = "20270101/3";
    private static final long MAX_AGE_MS = 500;
    private static final int MANY_FILES = 2 * FileWatchers.MAX_TRACKED + 5;

    @TempDir
    private Path directory;

    private TailedFolder folder;

    @BeforeEach
    void open() {
        folder = new TailedFolder(directory, Source.STREAMING, MAX_AGE_MS);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    @Test
    void shouldBeginWithinAGenerationThatOnlyThePositionKnows() throws IOException {
        folder.append(HOUR, "first\nsecond\nthird\n");
        folder.start(HOUR + "~1@6");
        assertThat(folder.read()).containsExactly(HOUR + "~1 second", HOUR + "~1 third");
        folder.start("end", folder.state());
        folder.append(HOUR, "fourth\n");
        assertThat(folder.read()).containsExactly(HOUR + "~1 fourth");
    }

    @Test
    void shouldBeginWithinTheGenerationOfTheCheckpoint() throws IOException {
        IngestorState state = secondGeneration();
        folder.reset(HOUR + "~1@6", state);
        assertThat(folder.read()).containsExactly(HOUR + "~1 third");
    }

    @Test
    void shouldReadTheKnownGenerationFromItsStartIfThePositionIsOfAFormerOne() throws IOException {
        IngestorState state = secondGeneration();
        folder.reset(HOUR + "@6", state);
        assertThat(folder.read()).containsExactly(HOUR + "~1 other", HOUR + "~1 third");
    }

    @Test
    void shouldKeepTheGenerationWhenPositionsAreDiscarded() throws IOException {
        IngestorState state = secondGeneration();
        folder.reset("beginning", state);
        assertThat(folder.read()).containsExactly(HOUR + "~1 other", HOUR + "~1 third");
    }

    @Test
    void shouldReadTheNextGenerationOfAFileThatWasExchangedBeforeItsPositionIsDiscarded() throws IOException {
        IngestorState state = secondGeneration();
        Files.writeString(folder.path(HOUR), "yet another\n");
        folder.reset("beginning", state);
        assertThat(folder.read()).containsExactly(HOUR + "~2 yet another");
    }

    private IngestorState secondGeneration() throws IOException {
        folder.start("end");
        folder.append(HOUR, "first\nsecond\n");
        assertThat(folder.read()).hasSize(2);
        Files.writeString(folder.path(HOUR), "other\n");
        assertThat(folder.read()).containsExactly(HOUR + "~1 other");
        folder.append(HOUR, "third\n");
        assertThat(folder.read()).containsExactly(HOUR + "~1 third");
        return folder.state();
    }

    @Test
    void shouldShedNothingThatTheStartAskedForInMoreFilesThanAreFollowed() throws IOException {
        List<String> expected = writeOldFiles();
        folder.start("beginning");
        assertThat(readAll()).isEqualTo(expected);
        assertThat(folder.gaps()).isEmpty();
        assertThat(folder.totals().found()).isEqualTo(MANY_FILES);
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldShedNothingThatTheStartAskedForAfterARestartOnTheWay() throws IOException {
        List<String> expected = writeOldFiles();
        folder.start("beginning");
        folder.pass(100).readOnce(1 << 20);
        List<String> read = new ArrayList<>(folder.drain());
        folder.commit();
        assertThat(read).hasSizeLessThan(MANY_FILES);
        IngestorState state = folder.state();
        folder.pass(60 * MAX_AGE_MS);
        folder.start("end", state);
        read.addAll(readAll());
        assertThat(read).isEqualTo(expected);
        assertThat(folder.gaps()).isEmpty();
    }

    @Test
    void shouldShedWhatWasWrittenAfterTheStart() throws IOException {
        writeOldFiles();
        folder.start("beginning");
        readAll();
        IngestorState state = folder.state();
        folder.pass(60_000);
        folder.append("20270131/3", folder.line(60_000, 1) + folder.line(0, 2));
        folder.start("end", state);
        assertThat(folder.read()).hasSize(2).first().asString().startsWith("age 20270131/3@0");
    }

    @Test
    void shouldKeepTheCheckpointShortWhenManyFilesAreFollowed() throws IOException {
        writeOldFiles();
        folder.start("beginning");
        readAll();
        int settled = folder.state().settled().size();
        assertThat(settled).as("files that grew in the last minute").isZero();
        folder.pass(Growth.MOST_PAUSE_MS);
        folder.read();
        IngestorState state = folder.state();
        assertThat(state.files()).hasSize(FileWatchers.MAX_TRACKED);
        assertThat(state.settled()).hasSize(FileWatchers.MAX_TRACKED - 1);
        assertThat(state.toJson().length).isLessThan(1_000);

        folder.append("20270105/2", "late\n");
        assertThat(folder.read()).containsExactly("20270105/2 late");
        IngestorState late = folder.state();
        assertThat(late.settled()).hasSize(FileWatchers.MAX_TRACKED - 2);
        folder.start("end", IngestorState.parse(late.toJson(), state.settledToJson()));
        assertThat(folder.read()).as("an older value of the settled files").isEmpty();
    }

    private List<String> writeOldFiles() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < MANY_FILES; i++) {
            String hour = HourFiles.hour(i);
            String line = folder.line(600_000 - i, i);
            folder.append(hour, line);
            expected.add(hour + " " + line.strip());
        }
        return expected;
    }

    private List<String> readAll() throws IOException {
        List<String> read = new ArrayList<>();
        for (int round = 0; round < MANY_FILES; round++) {
            read.addAll(folder.read());
        }
        return read;
    }
}
