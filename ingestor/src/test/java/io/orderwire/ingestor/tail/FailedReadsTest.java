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

/** Open files that cannot be read any more: a closed channel stands for a handle that no longer works. */
class FailedReadsTest {
    private static final String HOUR = "20270101/3";
    private static final String NEXT_HOUR = "20270101/4";

    @TempDir
    private Path directory;

    private TailedFolder folder;

    @BeforeEach
    void readOneLine() throws IOException {
        folder = new TailedFolder(directory.resolve("d"), Source.STREAMING, Long.MAX_VALUE);
        folder.append(HOUR, "a\n");
        folder.start("beginning");
        assertThat(folder.read()).containsExactly(HOUR + " a");
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    private FileWatcher oldest() {
        return folder.files().all().get(0);
    }

    /** Reads once the pauses after failures are over: the first read may fail, and close the file. */
    private List<String> readAfterPauses() throws IOException {
        List<String> read = new ArrayList<>(folder.read());
        folder.pass(UnreadablePaths.LONGEST_PAUSE_MS);
        read.addAll(folder.read());
        return read;
    }

    @Test
    void shouldReadTheOthersAfterAFailedTransactionIfOneCannotBeRead() throws IOException {
        IngestorState state = folder.state();
        oldest().close();
        folder.append(NEXT_HOUR, "b\n");
        assertThat(folder.readUncommitted()).containsExactly(NEXT_HOUR + " b");
        assertThat(folder.reasons()).singleElement().asString().contains(HOUR);
        folder.goBackTo(state);
        assertThat(folder.read()).containsExactly(NEXT_HOUR + " b");
    }

    @Test
    void shouldGoBackIfAFileCannotBeRead() throws IOException {
        folder.append(NEXT_HOUR, "b\n");
        assertThat(folder.read()).hasSize(1);
        IngestorState state = folder.state();
        folder.append(NEXT_HOUR, "c\n");
        assertThat(folder.readUncommitted()).containsExactly(NEXT_HOUR + " c");
        oldest().close();
        folder.goBackTo(state);
        assertThat(folder.read()).containsExactly(NEXT_HOUR + " c");
    }

    @Test
    void shouldLeaveAFormerGenerationThatCannotBeRead() throws IOException {
        Files.move(folder.path(HOUR), directory.resolve("renamed"));
        folder.append(HOUR, "other\n");
        assertThat(folder.read()).containsExactly(HOUR + "~1 other");
        oldest().close();
        readAfterPauses();
        assertThat(folder.reasons()).isEmpty();
        assertThat(folder.files().all())
                .extracting(file -> file.id().toString())
                .containsExactly(HOUR + "~1");
    }

    @Test
    void shouldForgetTheTroubleOfAFileThatIsNoLongerFollowed() throws IOException {
        oldest().close();
        for (int i = 1; i <= FileWatchers.MAX_TRACKED; i++) {
            String hour = HourFiles.hour(3 + i);
            folder.append(hour, "line" + i + "\n");
            assertThat(folder.read()).containsExactly(hour + " line" + i);
        }
        folder.read();
        assertThat(oldest().id()).hasToString(NEXT_HOUR);
        assertThat(folder.reasons()).isEmpty();
    }

    @Test
    void shouldSampleTheOthersWhileOneCannotBeRead() throws IOException {
        folder.append(NEXT_HOUR, "b\n");
        assertThat(folder.read()).hasSize(1);
        folder.append(HOUR, "more\n");
        folder.append(NEXT_HOUR, "c\n");
        oldest().close();
        folder.look();
        assertThat(folder.reasons()).singleElement().asString().contains(HOUR);
        folder.pass(1_000);
        assertThat(folder.readUncommitted()).containsExactly(NEXT_HOUR + " c");
        assertThat(folder.liveAgeMs()).as("age since the sample").isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void shouldReadAnotherFileAtThePathOfOneThatCannotBeRead() throws IOException {
        oldest().close();
        folder.replace(HOUR, "other\n");
        assertThat(readAfterPauses()).containsExactly(HOUR + "~1 other");
    }

    @Test
    void shouldReadOnInACopyOfAFileThatCannotBeRead() throws IOException {
        oldest().close();
        folder.replace(HOUR, "a\nmore\n");
        assertThat(readAfterPauses()).containsExactly(HOUR + " more");
    }

    @Test
    void shouldOpenAFileAgainThatCouldNotBeRead() throws IOException {
        oldest().close();
        folder.append(HOUR, "more\n");
        assertThat(readAfterPauses()).containsExactly(HOUR + " more");
        assertThat(folder.reasons()).isEmpty();
    }
}
