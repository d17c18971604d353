package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Losses that a failed transaction reported are reported again, and no others. */
class FailedCommitsTest {
    private static final String HOUR = "20270101/3";
    private static final String NEXT_HOUR = "20270101/4";

    @TempDir
    private Path directory;

    private TailedFolder folder;

    @BeforeEach
    void make() {
        folder = new TailedFolder(directory.resolve("d"), Source.STREAMING, Long.MAX_VALUE);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    private Path rename() throws IOException {
        return Files.move(folder.path(HOUR), directory.resolve("renamed"));
    }

    /** Begins at the end, and commits the first line of that text; returns the checkpoint. */
    private IngestorState readFirst(String text) throws IOException {
        folder.start("end");
        folder.append(HOUR, text);
        assertThat(folder.read())
                .containsExactly(HOUR + " " + text.lines().findFirst().orElseThrow());
        return folder.state();
    }

    @Test
    void shouldBeginAgainIfTheFirstCommitFails() throws IOException {
        folder.append(HOUR, "a\nb\n");
        folder.start("beginning");
        assertThat(folder.readUncommitted()).containsExactly(HOUR + " a", HOUR + " b");
        folder.goBackTo(IngestorState.first("me", 1));
        assertThat(folder.gaps()).isEmpty();
        assertThat(folder.read()).containsExactly(HOUR + " a", HOUR + " b");
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldReportNothingIfTheFirstCommitFails() throws IOException {
        folder.append(HOUR, "a\nb\n");
        folder.start("end");
        folder.goBackTo(IngestorState.first("me", 1));
        assertThat(folder.gaps()).isEmpty();
    }

    @Test
    void shouldReportWhatAFormerFileGotAgain() throws IOException {
        readFirst("first\n");
        try (OutputStream writer = Files.newOutputStream(folder.path(HOUR), StandardOpenOption.APPEND)) {
            folder.replace(HOUR, "first\nmore\n");
            assertThat(folder.read()).containsExactly(HOUR + " more");
            IngestorState state = folder.state();
            writer.write("late\n".getBytes(StandardCharsets.UTF_8));
            String loss = "vanished " + HOUR + "@6 to " + HOUR + "@11";
            assertThat(folder.readUncommitted()).containsExactly(loss);
            folder.goBackTo(state);
            assertThat(folder.read()).containsExactly(loss);
            assertThat(folder.read()).isEmpty();
        }
    }

    @Test
    void shouldNotReportAFormerGenerationThatNoLongerGrew() throws IOException {
        folder.start("end");
        folder.append(HOUR, "first\n");
        assertThat(folder.read()).hasSize(1);
        rename();
        folder.append(HOUR, "other\n");
        assertThat(folder.read()).containsExactly(HOUR + "~1 other");
        IngestorState both = folder.state();
        folder.pass(Growth.MOST_PAUSE_MS);
        assertThat(folder.readUncommitted()).isEmpty();
        folder.state();
        assertThat(folder.readUncommitted()).isEmpty();
        folder.goBackTo(both);
        assertThat(folder.read()).isEmpty();
        assertThat(folder.gaps()).isEmpty();
    }

    @Test
    void shouldReportTheUnfinishedLineOfARewrittenFileAgain() throws IOException {
        folder.append(HOUR, "first\nunfinished");
        folder.append(NEXT_HOUR, "x\n");
        folder.start("beginning");
        assertThat(folder.read()).hasSize(2);
        folder.pass(Growth.MOST_PAUSE_MS);
        folder.append(NEXT_HOUR, "y\n");
        assertThat(folder.read()).hasSize(1);
        IngestorState state = folder.state();
        Files.writeString(folder.path(HOUR), "other contents which are longer\n");
        String[] expected = {"vanished " + HOUR + "@6 to " + HOUR + "@16", HOUR + "~1 other contents which are longer"};
        assertThat(folder.readUncommitted()).containsExactly(expected);
        folder.goBackTo(state);
        assertThat(folder.read()).containsExactly(expected);
    }

    @Test
    void shouldReportTheLossOfAFormerGenerationAgain() throws IOException {
        readFirst("first\nunfinished");
        Path renamed = rename();
        folder.append(HOUR, "other\n");
        assertThat(folder.read()).containsExactly(HOUR + "~1 other");
        IngestorState state = folder.state();
        try (FileChannel file = FileChannel.open(renamed, StandardOpenOption.WRITE)) {
            file.truncate(3);
        }
        folder.pass(100).readOnce(1000);
        assertThat(folder.drain()).containsExactly("vanished " + HOUR + "@6 to " + HOUR + "@16");
        folder.goBackTo(state);
        assertThat(folder.read()).containsExactly("vanished " + HOUR + "@6 to " + HOUR + "@16");
    }

    @Test
    void shouldReportTheFirstOfThreeGenerations() throws IOException {
        folder.start("beginning");
        IngestorState state = folder.state();
        folder.append(HOUR, "first\n");
        assertThat(folder.readUncommitted()).containsExactly(HOUR + " first");
        Files.writeString(folder.path(HOUR), "second generation\n");
        assertThat(folder.readUncommitted()).containsExactly(HOUR + "~1 second generation");
        rename();
        folder.append(HOUR, "third\n");
        assertThat(folder.readUncommitted()).containsExactly(HOUR + "~2 third");
        folder.goBackTo(state);
        assertThat(folder.read())
                .containsExactly(
                        "vanished " + HOUR + "@0 to " + HOUR + "@6", HOUR + "~1 second generation", HOUR + "~2 third");
    }

    @Test
    void shouldReportTheBytesThatACutTookAgain() throws IOException {
        IngestorState state = readFirst("a\nlong half");
        folder.truncate(HOUR, 4);
        String loss = "vanished " + HOUR + "@4 to " + HOUR + "@11";
        assertReportedAgain(state, loss);
    }

    @Test
    void shouldReportAgainThatAFileMayHaveBeenWrittenDuringAStop() throws IOException {
        IngestorState state = readFirst("a\n");
        Files.delete(folder.path(HOUR));
        String loss = "vanished " + HOUR + "@2 to " + HOUR + "@2";
        folder.start("end", state);
        assertReportedAgain(state, loss);
    }

    @Test
    void shouldReportAgainThatAReplacedFileMayHaveBeenWrittenDuringAStop() throws IOException {
        IngestorState state = readFirst("a\n");
        Files.writeString(folder.path(HOUR), "other\n");
        folder.start("end", state);
        String[] expected = {"vanished " + HOUR + "@2 to " + HOUR + "@2", HOUR + "~1 other"};
        assertThat(folder.readUncommitted()).containsExactly(expected);
        folder.goBackTo(state);
        assertThat(folder.read()).containsExactly(expected);
        folder.append(HOUR, "more\n");
        assertThat(folder.read()).containsExactly(HOUR + "~1 more");
        assertThat(folder.totals().vanished()).isEqualTo(1);
    }

    @Test
    void shouldReportAgainThatAFormerGenerationMayStillBeWritten() throws IOException {
        IngestorState state = readFirst("first\n");
        rename();
        folder.append(HOUR, "other\n");
        assertThat(folder.readUncommitted()).containsExactly(HOUR + "~1 other");
        folder.files().all().get(0).close();
        String loss = "vanished " + HOUR + "@6 to " + HOUR + "@6";
        assertThat(folder.readUncommitted()).containsExactly(loss);
        folder.goBackTo(state);
        assertThat(folder.read()).containsExactly(loss, HOUR + "~1 other");
        assertThat(folder.read()).isEmpty();
    }

    @Test
    void shouldNotReportTheNextGenerationForTheFormerOne() throws IOException {
        IngestorState state = readFirst("a\n");
        Files.writeString(folder.path(HOUR), "other\n");
        folder.start("end", state);
        folder.readUncommitted();
        folder.goBackTo(state);
        folder.read();
        Files.delete(folder.path(HOUR));
        folder.pass(Growth.MOST_PAUSE_MS);
        folder.read();
        assertThat(folder.read()).as("the next generation was read as a whole").isEmpty();
    }

    @Test
    void shouldReportAFormerGenerationThatCannotBeReadAgain() throws IOException {
        readFirst("first\n");
        Path renamed = rename();
        folder.append(HOUR, "other\n");
        assertThat(folder.read()).containsExactly(HOUR + "~1 other");
        IngestorState state = folder.state();
        Files.writeString(renamed, "late\n", StandardOpenOption.APPEND);
        assertThat(folder.readUncommitted()).containsExactly(HOUR + " late");
        folder.files().all().get(0).close();
        assertThat(folder.readUncommitted()).containsExactly("vanished " + HOUR + "@11 to " + HOUR + "@11");
        folder.state();
        assertThat(folder.readUncommitted()).isEmpty();
        folder.goBackTo(state);
        assertThat(folder.read()).containsExactly("vanished " + HOUR + "@6 to " + HOUR + "@11");
        assertThat(folder.gaps()).extracting(Gap::bytes).as("it may grow").containsOnlyNulls();
    }

    /** The loss is reported in a transaction that fails, again after going back, and not once more when that is committed. */
    private void assertReportedAgain(IngestorState state, String loss) throws IOException {
        assertThat(folder.readUncommitted()).containsExactly(loss);
        folder.goBackTo(state);
        assertThat(folder.read()).containsExactly(loss);
        folder.goBackTo(folder.state());
        assertThat(folder.read()).isEmpty();
    }
}
