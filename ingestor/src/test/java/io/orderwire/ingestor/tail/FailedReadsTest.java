package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.orderwire.ingestor.recover.IngestorState;
import io.orderwire.orders.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads and transactions that fail: a closed channel is a handle that no longer works. */
class FailedReadsTest {
    private static final String HOUR = "20270101/3";

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

    @Test
    void shouldBeginAgainIfTheFirstCommitFails() throws IOException {
        folder.append(HOUR, "a\nb\n");
        folder.start("beginning");
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
    void shouldReportWhatAFormerFileGotAgainAfterAFailedTransaction() throws IOException {
        folder.start("end");
        Files.createDirectories(folder.path(HOUR).getParent());
        try (OutputStream writer =
                Files.newOutputStream(folder.path(HOUR), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.write("first\n".getBytes(StandardCharsets.UTF_8));
            assertThat(folder.read()).containsExactly(HOUR + " first");
            Path copy = directory.resolve("copy");
            Files.copy(folder.path(HOUR), copy);
            Files.writeString(copy, "more\n", StandardOpenOption.APPEND);
            Files.move(copy, folder.path(HOUR), StandardCopyOption.REPLACE_EXISTING);
            assertThat(folder.read()).containsExactly(HOUR + " more");
            IngestorState state = folder.state();
            writer.write("late\n".getBytes(StandardCharsets.UTF_8));
            assertThat(folder.readUncommitted()).hasSize(1);
            folder.goBackTo(state);
            List<String> again = folder.read();
            assertThat(again).as("reported again").hasSize(1);
        }
    }

    @Test
    void shouldFollowNewFilesAfterHeldNulsWereCutOff() throws IOException {
        folder.append(HOUR, "a\n" + "\0".repeat(50));
        folder.start("beginning");
        folder.read();
        try (FileChannel file = FileChannel.open(folder.path(HOUR), StandardOpenOption.WRITE)) {
            file.truncate(2);
        }
        folder.read();
        folder.pass(120_000);
        folder.read();
        List<String> got = new ArrayList<>();
        for (int i = 4; i < 4 + 60; i++) {
            String hour = 20_270_101 + i / 24 + "/" + i % 24;
            folder.append(hour, "line" + i + "\n");
            got.addAll(folder.read());
        }
        folder.pass(120_000);
        got.addAll(folder.read());
        assertThat(got).hasSize(60);
    }

    @Test
    void shouldReadTheOthersAfterAFailedTransactionIfOneCannotBeRead() throws IOException {
        folder.append(HOUR, "a\n");
        folder.append("20270101/4", "b\n");
        folder.start("beginning");
        assertThat(folder.read()).hasSize(2);
        IngestorState state = folder.state();
        TrackedFiles files = folder.files();
        files.all().get(0).close();
        folder.append("20270101/4", "c\n");
        assertThat(folder.readUncommitted()).containsExactly("20270101/4 c");
        assertThat(folder.reasons()).isNotEmpty();
        assertThatCode(() -> folder.goBackTo(state)).doesNotThrowAnyException();
        assertThat(folder.read()).containsExactly("20270101/4 c");
    }

    @Test
    void shouldNotReportAFormerGenerationThatNoLongerGrew() throws IOException {
        folder.start("end");
        folder.append(HOUR, "first\n");
        folder.read();
        Files.move(folder.path(HOUR), directory.resolve("renamed"));
        folder.append(HOUR, "other\n");
        assertThat(folder.read()).containsExactly(HOUR + "~1 other");
        IngestorState both = folder.state();
        folder.pass(Growth.MOST_PAUSE_MS);
        folder.readUncommitted();
        folder.readUncommitted();
        folder.goBackTo(both);
        assertThat(folder.gaps()).isEmpty();
    }

    @Test
    void shouldLeaveAFormerGenerationThatCannotBeRead() throws IOException {
        folder.start("end");
        folder.append(HOUR, "first\n");
        folder.read();
        Files.move(folder.path(HOUR), directory.resolve("renamed"));
        folder.append(HOUR, "other\n");
        folder.read();
        TrackedFiles files = folder.files();
        files.all().get(0).close();
        for (int i = 0; i < 40; i++) {
            folder.pass(120_000);
            folder.append(HOUR, "x\n");
            folder.read();
        }
        assertThat(folder.reasons()).isEmpty();
        assertThat(files.all()).hasSize(1);
    }

    @Test
    void shouldForgetTheTroubleOfAFileThatIsNoLongerFollowed() throws IOException {
        folder.append(HOUR, "first\n");
        folder.start("beginning");
        folder.read();
        TrackedFiles files = folder.files();
        files.all().get(0).close();
        for (int i = 4; i < 4 + 60; i++) {
            String hour = 20_270_101 + i / 24 + "/" + i % 24;
            folder.append(hour, "line" + i + "\n");
            folder.read();
        }
        folder.pass(120_000);
        folder.read();
        assertThat(files.all().get(0).id().toString()).isNotEqualTo(HOUR);
        assertThat(folder.reasons()).isEmpty();
    }

    @Test
    void shouldSampleTheOthersWhileOneCannotBeRead() throws IOException {
        folder.append(HOUR, "a\n");
        folder.append("20270101/4", "b\n");
        folder.start("beginning");
        folder.read();
        TrackedFiles files = folder.files();
        files.all().get(0).close();
        folder.readUncommitted();
        assertThatCode(() -> folder.look()).doesNotThrowAnyException();
    }

    private void closeFirst() throws IOException {
        TrackedFiles files = folder.files();
        files.all().get(0).close();
    }

    private List<String> later() throws IOException {
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            folder.pass(61_000);
            got.addAll(folder.read());
        }
        return got;
    }

    @Test
    void shouldReadAnotherFileAtThePathOfOneThatCannotBeRead() throws IOException {
        folder.append(HOUR, "a\n");
        folder.start("beginning");
        folder.read();
        closeFirst();
        Path copy = directory.resolve("copy");
        Files.writeString(copy, "other\n");
        Files.move(copy, folder.path(HOUR), StandardCopyOption.REPLACE_EXISTING);
        assertThat(later()).contains(HOUR + "~1 other");
    }

    @Test
    void shouldReadOnInACopyOfAFileThatCannotBeRead() throws IOException {
        folder.append(HOUR, "a\n");
        folder.start("beginning");
        folder.read();
        closeFirst();
        Path copy = directory.resolve("copy");
        Files.writeString(copy, "a\nmore\n");
        Files.move(copy, folder.path(HOUR), StandardCopyOption.REPLACE_EXISTING);
        assertThat(later()).contains(HOUR + " more");
    }

    @Test
    void shouldOpenAFileAgainThatCouldNotBeRead() throws IOException {
        folder.append(HOUR, "a\n");
        folder.start("beginning");
        folder.read();
        closeFirst();
        folder.append(HOUR, "more\n");
        assertThat(later()).contains(HOUR + " more");
    }

    @Test
    void shouldReportTheLossOfASettledFileAgainAfterAFailedTransaction() throws IOException {
        folder.append(HOUR, "first\nunfinished");
        folder.append("20270101/4", "x\n");
        folder.start("beginning");
        folder.read();
        folder.pass(61_000);
        folder.append("20270101/4", "y\n");
        folder.read();
        IngestorState state = folder.state();
        Files.writeString(folder.path(HOUR), "other contents which are longer\n");
        assertThat(folder.readUncommitted()).isNotEmpty();
        folder.goBackTo(state);
        List<String> again = folder.read();
        assertThat(again.toString()).contains("vanished");
    }

    @Test
    void shouldReportTheLossOfAFormerGenerationAgainAfterAFailedTransaction() throws IOException {
        folder.start("end");
        folder.append(HOUR, "first\nunfinished");
        folder.read();
        Path renamed = directory.resolve("renamed");
        Files.move(folder.path(HOUR), renamed);
        folder.append(HOUR, "other\n");
        folder.read();
        IngestorState state = folder.state();
        try (FileChannel file = FileChannel.open(renamed, StandardOpenOption.WRITE)) {
            file.truncate(3);
        }
        folder.pass(100);
        folder.readOnce(1000);
        assertThat(folder.drain()).isNotEmpty();
        folder.goBackTo(state);
        List<String> again = folder.read();
        assertThat(again.toString()).contains("vanished");
    }

    @Test
    void shouldReportTheFirstOfThreeGenerationsAfterAFailedTransaction() throws IOException {
        folder.start("beginning");
        IngestorState state = folder.state();
        folder.append(HOUR, "first\n");
        assertThat(folder.readUncommitted()).hasSize(1);
        Files.writeString(folder.path(HOUR), "second generation\n");
        assertThat(folder.readUncommitted()).containsExactly(HOUR + "~1 second generation");
        Files.move(folder.path(HOUR), directory.resolve("moved"));
        folder.append(HOUR, "third\n");
        assertThat(folder.readUncommitted()).containsExactly(HOUR + "~2 third");
        folder.goBackTo(state);
        assertThat(folder.read())
                .containsExactly(
                        "vanished " + HOUR + "@0 to " + HOUR + "@6", HOUR + "~1 second generation", HOUR + "~2 third");
    }
}
