package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start reads the last blocks again, as far as the node's files are there. */
class LearnedBlocksTest {
    private static final List<String> HOURS = List.of("20261231/9", "20261231/10", "20261231/11");

    @TempDir
    private Path directory;

    private TailedFolder folder;

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    /** Three hours with ten blocks each, read and committed. */
    private IngestorState threeHours() throws IOException {
        folder = new TailedFolder(directory, Source.STREAMING, Long.MAX_VALUE);
        folder.dropping().start("end");
        for (int hour = 0; hour < HOURS.size(); hour++) {
            write(HOURS.get(hour), 1_001 + 10 * hour, 1_010 + 10 * hour);
        }
        assertThat(folder.read()).hasSize(30);
        return folder.state();
    }

    private void write(String hour, int from, int to) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int block = from; block <= to; block++) {
            text.append("{\"local_time\":\"")
                    .append(folder.timeAgo(0))
                    .append("\",\"block_number\":")
                    .append(block)
                    .append(",\"events\":[{\"n\":")
                    .append(block)
                    .append("}]}\n");
        }
        folder.append(hour, text.toString());
    }

    private static String reason(int from, int wanted) {
        return "repeated blocks are recognised from block " + from + " on, not " + wanted
                + ": the node's files before it are gone or cannot be read";
    }

    @Test
    void shouldLearnFromSeveralHourFiles() throws IOException {
        IngestorState state = threeHours();
        folder.start("end", state);
        assertThat(folder.reasons()).isEmpty();
        write(HOURS.get(2), 1_001, 1_031);
        assertThat(folder.read()).hasSize(1);
        assertThat(folder.totals().duplicates()).isEqualTo(30);
    }

    @Test
    void shouldNotReadFilesAgainAfterAFailedTransaction() throws IOException {
        IngestorState state = threeHours();
        folder.start("end", state);
        long learned = folder.learnedBytes();
        assertThat(learned).isEqualTo(HOURS.stream().mapToLong(this::size).sum());
        for (int failure = 0; failure < 3; failure++) {
            write(HOURS.get(2), 1_001, 1_030);
            folder.readUncommitted();
            folder.state();
            folder.readUncommitted();
            folder.goBackTo(state);
            assertThat(folder.learnedBytes()).isEqualTo(learned);
            assertThat(folder.read()).isEmpty();
            state = folder.state();
            assertThat(folder.totals().duplicates()).isEqualTo(30L * (failure + 1));
        }
        // A cycle that was committed although the answer was lost.
        write(HOURS.get(2), 1_005, 1_031);
        assertThat(folder.readUncommitted()).hasSize(1);
        IngestorState committed = folder.state();
        folder.goBackTo(committed);
        assertThat(folder.learnedBytes()).isEqualTo(learned);
        assertThat(folder.read()).isEmpty();
    }

    private long size(String hour) {
        return folder.path(hour).toFile().length();
    }

    @Test
    void shouldNameTheFirstBlockThatItCoversWhereFilesAreGone() throws IOException {
        IngestorState state = threeHours();
        Files.delete(folder.path(HOURS.get(0)));
        folder.start("end", state);
        assertThat(folder.reasons()).containsExactly(reason(1_011, 1_001));
        folder.start("end", folder.state());
        assertThat(folder.reasons()).as("after another restart").containsExactly(reason(1_011, 1_001));
        write(HOURS.get(2), 1_001, 1_030);
        assertThat(folder.read()).hasSize(10);
        assertThat(folder.totals().duplicates()).isEqualTo(20);
        write(HOURS.get(2), 1_031, 1_031);
        write(HOURS.get(2), 11_009, 11_009);
        folder.read();
        assertThat(folder.reasons()).containsExactly(reason(1_011, 1_010));
        write(HOURS.get(2), 11_010, 11_010);
        folder.read();
        assertThat(folder.reasons()).as("10,000 blocks later").isEmpty();
    }

    @Test
    void shouldNameTheFirstBlockThatItCoversWhereFilesWereReplacedOrCut() throws IOException {
        IngestorState state = threeHours();
        Files.writeString(folder.path(HOURS.get(1)), "x".repeat(3_000));
        folder.start("end", state);
        assertThat(folder.reasons()).containsExactly(reason(1_021, 1_001));
        Files.writeString(folder.path(HOURS.get(2)), "");
        folder.start("end", state);
        assertThat(folder.reasons()).contains(reason(1_031, 1_001));
    }

    @Test
    void shouldReportBlocksThatWereReadWithoutTheOption() throws IOException {
        folder = new TailedFolder(directory, Source.STREAMING, Long.MAX_VALUE);
        folder.start("end");
        write(HOURS.get(0), 20_001, 20_010);
        assertThat(folder.read()).hasSize(10);
        folder.dropping().start("end", folder.state());
        assertThat(folder.reasons())
                .containsExactly("repeated blocks are recognised from block 20011 on, not 10011: the blocks before it"
                        + " were read without ingestor.drop.duplicates");
        write(HOURS.get(0), 20_011, 20_012);
        write(HOURS.get(0), 20_010, 20_012);
        assertThat(folder.read()).as("blocks 20,010 to 20,012").hasSize(3);
    }

    @Test
    void shouldNotLearnEventsThatWereShed() throws IOException {
        folder = new TailedFolder(directory, Source.BY_BLOCK, 500);
        folder.dropping().start("end");
        write(HOURS.get(0), 1, 3);
        assertThat(folder.read()).hasSize(3);
        for (int range = 0; range < 5; range++) {
            write(HOURS.get(0), 10 * range + 4, 10 * range + 8);
            for (int look = 0; look < 10; look++) {
                folder.look();
                folder.pass(100);
            }
            write(HOURS.get(0), 10 * range + 9, 10 * range + 9);
            assertThat(folder.read()).as("a gap and a line").hasSize(2);
        }
        IngestorState state = folder.state();
        folder.start("end", state);
        write(HOURS.get(0), 1, 49);
        assertThat(folder.read()).hasSize(49 - 3 - 5);
        assertThat(folder.totals().duplicates()).isEqualTo(3 + 5);
    }

    @Test
    void shouldReportThatItCannotTellShedRangesApartAfterARestart() throws IOException {
        folder = new TailedFolder(directory, Source.STREAMING, 500);
        folder.dropping().start("end");
        write(HOURS.get(0), 1, 3);
        assertThat(folder.read()).hasSize(3);
        for (int range = 0; range < 300; range++) {
            write(HOURS.get(0), 10 * range + 14, 10 * range + 18);
            for (int look = 0; look < 10; look++) {
                folder.look();
                folder.pass(100);
            }
            write(HOURS.get(0), 10 * range + 19, 10 * range + 19);
            folder.read();
            folder.settle();
        }
        IngestorState state = folder.state();
        assertThat(state.toJson().length).isLessThan(200_000);
        assertThat(folder.reasons()).isEmpty();
        folder.start("end", state);
        // The first 44 ranges were dropped: the last block before the 45th is remembered again.
        assertThat(folder.reasons())
                .containsExactly("repeated blocks are recognised from block 440 on, not 1: too many ranges of bytes"
                        + " before it were shed to be distinguished after a restart");
        write(HOURS.get(0), 440, 459);
        assertThat(folder.read()).hasSize(20 - 2);
        assertThat(folder.totals().duplicates()).isEqualTo(2);
    }
}
