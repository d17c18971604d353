package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that were seen in a file and can no longer be read are reported; bytes that were never seen are not. */
class VanishedTest {
    private static final String HOUR = "20261231/9";
    private static final String NEXT_HOUR = "20261231/10";

    @TempDir
    private Path directory;

    private TailedFolder folder;

    @BeforeEach
    void open() {
        folder = new TailedFolder(directory, Source.STREAMING, Long.MAX_VALUE);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    @Test
    void shouldReportAnUnfinishedLineOfARemovedFile() throws IOException {
        folder.start("end");
        folder.append(HOUR, "a\nhalf");
        assertThat(folder.read()).containsExactly("20261231/9 a");
        Files.delete(folder.path(HOUR));
        assertThat(folder.read()).as("it may still be written").isEmpty();
        folder.pass(Growth.MOST_PAUSE_MS);
        assertThat(folder.read())
                .as("a checkpoint says first that the file is settled")
                .isEmpty();
        assertThat(folder.read()).containsExactly("vanished 20261231/9@2 to 20261231/9@6");
        assertThat(folder.totals().vanished()).isEqualTo(1);
        Gap gap = folder.gaps().get(0);
        assertThat(gap.where()).isEqualTo(Gap.Where.INGESTOR);
        assertThat(gap.events()).isNull();
        assertThat(gap.bytes()).isEqualTo(4);
        assertThat(folder.read()).isEmpty();
    }

    @Test
    void shouldReportNothingOfARemovedFileThatWasRead() throws IOException {
        folder.start("end");
        folder.append(HOUR, "a\n");
        assertThat(folder.read()).hasSize(1);
        Files.delete(folder.path(HOUR));
        assertThat(folder.read()).isEmpty();
        folder.append(HOUR, "b\n");
        assertThat(folder.read()).containsExactly("20261231/9~1 b");
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldReportAnUnfinishedLineOfAReplacedFile() throws IOException {
        folder.start("end");
        folder.append(HOUR, "a\nhalf");
        assertThat(folder.read()).hasSize(1);
        Files.delete(folder.path(HOUR));
        folder.append(HOUR, "other\n");
        assertThat(folder.read()).containsExactly("20261231/9~1 other");
        folder.pass(Growth.MOST_PAUSE_MS);
        assertThat(folder.read())
                .as("a checkpoint says first that the file is settled")
                .isEmpty();
        assertThat(folder.read()).containsExactly("vanished 20261231/9@2 to 20261231/9@6");
    }

    @Test
    void shouldReadTheUnfinishedLineFromACopy() throws IOException {
        folder.start("end");
        folder.append(HOUR, "a\nha");
        assertThat(folder.read()).hasSize(1);
        folder.replace(HOUR, "a\nhalf\n");
        assertThat(folder.read()).containsExactly("20261231/9 half");
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldReportTheBytesThatACutTook() throws IOException {
        folder.start("end");
        folder.append(HOUR, "a\nlong half");
        assertThat(folder.read()).hasSize(1);
        folder.truncate(HOUR, 4);
        assertThat(folder.read()).containsExactly("vanished 20261231/9@4 to 20261231/9@11");
        folder.truncate(HOUR, 0);
        folder.append(HOUR, "b\n");
        assertThat(folder.read()).containsExactly("vanished 20261231/9@2 to 20261231/9@4", "20261231/9~1 b");
        assertThat(folder.totals().vanished()).isEqualTo(2);
    }

    @Test
    void shouldReportSeenBytesThatAreGoneAfterARestart() throws IOException {
        folder.start("end");
        folder.append(HOUR, "a\nhalf");
        folder.append(NEXT_HOUR, "b\nhalf");
        assertThat(folder.read()).hasSize(2);
        IngestorState state = folder.state();
        Files.delete(folder.path(HOUR));
        Files.writeString(folder.path(NEXT_HOUR), "other contents\n");
        folder.start("end", state);
        assertThat(folder.read())
                .containsExactly(
                        "vanished 20261231/9@2 to 20261231/9@6",
                        "vanished 20261231/10@2 to 20261231/10@6",
                        "20261231/10~1 other contents");
        folder.start("end", folder.state());
        assertThat(folder.read()).as("reported once").isEmpty();
    }

    @Test
    void shouldReportThatBytesMayBeLostThatNobodySaw() throws IOException {
        folder.start("end");
        folder.append(HOUR, "a\n");
        folder.append(NEXT_HOUR, "b\n");
        assertThat(folder.read()).hasSize(2);
        IngestorState state = folder.state();
        folder.append(NEXT_HOUR, "written while nobody looked\n");
        Files.delete(folder.path(HOUR));
        Files.writeString(folder.path(NEXT_HOUR), "other contents\n");
        folder.start("end", state);
        assertThat(folder.read())
                .containsExactly(
                        "vanished 20261231/9@2 to 20261231/9@2",
                        "vanished 20261231/10@2 to 20261231/10@2",
                        "20261231/10~1 other contents");
        assertThat(folder.gaps()).extracting(Gap::bytes).containsOnlyNulls();
        assertThat(folder.totals().vanished()).as("not exact any more").isEqualTo(2);
        folder.start("end", folder.state());
        assertThat(folder.read()).as("reported once").isEmpty();
    }

    @Test
    void shouldNotReportTheRemovalOfAnOldFileAsALoss() throws IOException {
        folder.start("end");
        folder.append(HOUR, "a\n");
        folder.append(NEXT_HOUR, "b\n");
        assertThat(folder.read()).hasSize(2);
        folder.pass(Growth.MOST_PAUSE_MS);
        assertThat(folder.read()).isEmpty();
        IngestorState state = folder.state();
        assertThat(state.settled()).extracting(file -> file.file().toString()).containsExactly(HOUR);
        Files.delete(folder.path(HOUR));
        folder.start("end", state);
        assertThat(folder.read()).isEmpty();
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldReadARemovedFileAgainAfterAFailedTransaction() throws IOException {
        folder.start("end");
        folder.append(HOUR, "a\n");
        assertThat(folder.read()).hasSize(1);
        IngestorState state = folder.state();
        folder.append(HOUR, "b\n");
        assertThat(folder.readUncommitted()).containsExactly("20261231/9 b");
        Files.delete(folder.path(HOUR));
        assertThat(folder.readUncommitted()).isEmpty();
        folder.goBackTo(state);
        assertThat(folder.read()).containsExactly("20261231/9 b");
        assertThat(folder.read()).isEmpty();
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldReportAgainWhatAFailedTransactionReported() throws IOException {
        folder.start("end");
        folder.append(HOUR, "a\n");
        assertThat(folder.read()).hasSize(1);
        IngestorState state = folder.state();
        folder.append(HOUR, "b\n");
        assertThat(folder.readUncommitted()).hasSize(1);
        folder.truncate(HOUR, 0);
        assertThat(folder.readUncommitted()).as("b was read").isEmpty();
        folder.goBackTo(state);
        assertThat(folder.readUncommitted()).as("it may come back").isEmpty();
        folder.pass(PrefixHold.MOST_MS);
        assertThat(folder.readUncommitted()).containsExactly("vanished 20261231/9@2 to 20261231/9@4");
        folder.goBackTo(state);
        folder.pass(PrefixHold.MOST_MS);
        assertThat(folder.read()).containsExactly("vanished 20261231/9@2 to 20261231/9@4");
        folder.goBackTo(folder.state());
        assertThat(folder.read()).as("committed once").isEmpty();
    }

    @Test
    void shouldReportNothingOfAFileThatIsMovedAsSoonAsItIsNoLongerHeldBack() throws IOException {
        folder.start("end");
        folder.append(HOUR, "a\nb\n");
        assertThat(folder.read()).hasSize(2);
        folder.truncate(HOUR, 2);
        assertThat(folder.read()).as("it may come back").isEmpty();
        folder.pass(PrefixHold.MOST_MS);
        assertThat(folder.readNow()).containsExactly("20261231/9~1 a");
        folder.commit();
        assertThat(folder.reasons()).as("it is open").isEmpty();
        Path moved = directory.resolve("moved");
        Files.move(folder.path(HOUR), moved);
        assertThat(folder.read()).as("it is open, and its bytes were read").isEmpty();
        Files.writeString(moved, "c\n", StandardOpenOption.APPEND);
        assertThat(folder.read()).containsExactly("20261231/9~1 c");
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldNoticeAFileCutAndGrownAgainBetweenTwoLooks() throws IOException {
        folder.start("end");
        folder.append(HOUR, "a\n");
        assertThat(folder.read()).hasSize(1);
        folder.truncate(HOUR, 0);
        folder.append(HOUR, "other\nlines\n");
        assertThat(folder.read()).containsExactly("20261231/9~1 other", "20261231/9~1 lines");
    }
}
