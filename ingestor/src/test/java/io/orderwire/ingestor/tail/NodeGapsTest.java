package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Missing blocks and rewinds are reported at their places, over hours, restarts and failed transactions. */
class NodeGapsTest {
    private static final String FIRST = HourFiles.hour(9);
    private static final String SECOND = HourFiles.hour(10);

    @TempDir
    private Path data;

    private TailedFolder folder;

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    @Test
    void shouldReportMissingBlocksAtTheirPlace() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        write(FIRST, 1, 5);
        String before = blocks(1, 5);
        write(FIRST, 13, 14);
        List<String> records = folder.readWithNode();
        long from = before.length() - block(5).length();
        assertThat(records).hasSize(8);
        assertThat(records.get(5))
                .isEqualTo("missing-blocks " + FIRST + "@" + from + " to " + FIRST + "@" + before.length());
        Gap gap = folder.nodeGaps().get(0);
        assertThat(gap.fromBlock()).isEqualTo(6);
        assertThat(gap.toBlock()).isEqualTo(12);
        assertThat(gap.events()).isNull();
        assertThat(gap.bytes()).isNull();
        assertThat(gap.partition()).isNull();
        assertThat(gap.fromMs()).isEqualTo(1_778_002_750_005L);
        assertThat(gap.toMs()).isEqualTo(1_778_002_750_013L);
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldCountBlocksWithoutEvents() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        write(FIRST, 1, 2);
        folder.append(FIRST, envelope(3, ""));
        write(FIRST, 4, 4);
        folder.append(FIRST, envelope(6, ""));
        folder.append(FIRST, envelope(6, ""));
        folder.read();
        assertThat(gaps()).containsExactly("missing-blocks 5-5", "rewind 6-6");
    }

    @Test
    void shouldLookOverHoursAndRestarts() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        write(FIRST, 1, 5);
        folder.read();
        write(FIRST, 6, 7);
        write(SECOND, 8, 9);
        folder.read();
        assertThat(gaps()).isEmpty();
        IngestorState state = folder.state();
        write(SECOND, 12, 13);
        folder.start("beginning", state).read();
        assertThat(gaps()).containsExactly("missing-blocks 10-11");
        state = folder.state();
        write(SECOND, 8, 14);
        folder.start("beginning", state).read();
        assertThat(gaps()).containsExactly("rewind 8-13", "missing-blocks 11-11 withdrawn");
        assertThat(folder.state().sequence().counts().blocksMissing()).isZero();
        assertThat(folder.state().sequence().counts().rewinds()).isEqualTo(1);
    }

    @Test
    void shouldReportTheSameGapAfterAFailedTransaction() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        write(FIRST, 1, 5);
        folder.read();
        IngestorState state = folder.state();
        write(FIRST, 9, 9);
        folder.readUncommitted();
        List<Gap> first = folder.nodeGaps();
        folder.goBackTo(state).read();
        assertThat(folder.nodeGaps()).isEqualTo(first).hasSize(1);
        assertThat(folder.state().sequence().counts().blocksMissing()).isEqualTo(3);
    }

    @Test
    void shouldTakeALateRowOfTheFormerHourForLate() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        write(FIRST, 1, 5);
        write(SECOND, 7, 8);
        folder.read();
        write(FIRST, 6, 6);
        folder.read();
        write(SECOND, 9, 9);
        folder.read();
        assertThat(gaps()).containsExactly("missing-blocks 6-6", "missing-blocks 6-6 withdrawn");
    }

    @Test
    void shouldNotTakeAFileThatComesLateForARewind() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        write(SECOND, 8, 9);
        folder.read();
        write(FIRST, 1, 7);
        folder.read();
        write(SECOND, 10, 10);
        folder.read();
        assertThat(gaps()).isEmpty();
    }

    @Test
    void shouldReportHoursThatCameAndWent() throws IOException {
        IngestorState state = stoppedAndLeftAlone(Source.BY_BLOCK);
        write(HourFiles.hour(13), 900, 901);
        List<String> records = folder.start("beginning", state).readWithNode();
        String from = FIRST + "@" + blocks(1, 5).length();
        // The former file may have grown before it was deleted.
        assertThat(records)
                .hasSize(4)
                .startsWith(
                        "vanished " + from + " to " + from,
                        "missing-hours " + from + " to " + HourFiles.hour(13) + "@0");
        assertThat(folder.nodeGaps()).singleElement().satisfies(gap -> {
            assertThat(gap.reason()).isEqualTo(Gap.Reason.MISSING_HOURS);
            assertThat(gap.id()).startsWith("node-missing-hours-" + FIRST);
        });
        assertThat(folder.totals().vanished()).isEqualTo(2);
        // Once only.
        state = folder.state();
        write(HourFiles.hour(13), 902, 902);
        folder.start("beginning", state).read();
        assertThat(gaps()).isEmpty();
    }

    @Test
    void shouldNotBlameTheNodeForHoursThatNobodyRead() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        write(FIRST, 1, 5);
        folder.read();
        IngestorState state = folder.state();
        write(HourFiles.hour(13), 900, 901);
        write(HourFiles.hour(13), 903, 903);
        folder.start("beginning", state).read();
        assertThat(gaps()).containsExactly("missing-hours null-null", "missing-blocks 902-902");
        assertThat(folder.totals().vanished()).isEqualTo(1);
    }

    @Test
    void shouldNotReportHoursThatAnArchiveLacks() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        write(FIRST, 1, 5);
        write(HourFiles.hour(13), 900, 901);
        folder.readOnce(1);
        folder.commit();
        IngestorState state = folder.state();
        folder.start("beginning", state).read();
        assertThat(gaps()).containsExactly("missing-blocks 6-899");
    }

    @Test
    void shouldWithdrawHoursInWhichNoBlockIsMissing() throws IOException {
        IngestorState state = stoppedAndLeftAlone(Source.BY_BLOCK);
        write(HourFiles.hour(13), 6, 7);
        folder.start("beginning", state).read();
        assertThat(gaps()).containsExactly("missing-hours null-null", "missing-hours null-null withdrawn");
        assertThat(folder.totals().vanished()).isEqualTo(1);
    }

    @Test
    void shouldNotBeSureOfHoursWithoutNumbers() throws IOException {
        open(Source.PLAIN).start("beginning");
        folder.append(FIRST, "{\"n\":1}\n");
        folder.read();
        IngestorState state = folder.state();
        Files.delete(folder.path(FIRST));
        folder.append(HourFiles.hour(13), "{\"n\":2}\n");
        folder.start("beginning", state).read();
        assertThat(gaps()).containsExactly("missing-hours null-null");
        assertThat(folder.totals().vanished()).isEqualTo(2);
    }

    @Test
    void shouldNotMissHoursThatWereWatchedOrNeverFollowed() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        write(FIRST, 1, 5);
        write(HourFiles.hour(12), 6, 7);
        folder.read();
        write(HourFiles.hour(14), 8, 9);
        folder.read();
        assertThat(gaps()).isEmpty();
    }

    @Test
    void shouldNotMissAnHourWhoseFileIsThereButEmpty() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        write(FIRST, 1, 5);
        folder.read();
        IngestorState state = folder.state();
        folder.append(SECOND, "");
        write(HourFiles.hour(11), 6, 7);
        folder.start("beginning", state).read();
        assertThat(gaps()).isEmpty();
    }

    @Test
    void shouldReportMissingBlocksAfterATornLine() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        write(FIRST, 1, 5);
        folder.append(FIRST, "{\"local_time\":\"2026-05-");
        write(FIRST, 9, 10);
        folder.read();
        assertThat(gaps()).containsExactly("missing-blocks 6-8");
    }

    private IngestorState stoppedAndLeftAlone(Source source) throws IOException {
        open(source).start("beginning");
        write(FIRST, 1, 5);
        folder.read();
        IngestorState state = folder.state();
        Files.delete(folder.path(FIRST));
        return state;
    }

    @Test
    void shouldNotBlameTheNodeForBytesThatVanished() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        write(FIRST, 1, 5);
        folder.read();
        write(FIRST, 6, 9);
        folder.readOnce(1);
        folder.truncate(FIRST, blocks(1, 6).length());
        folder.read();
        write(FIRST, 12, 13);
        write(FIRST, 15, 15);
        folder.read();
        assertThat(gaps()).containsExactly("missing-blocks 14-14");
        assertThat(folder.totals().vanished()).isEqualTo(1);
    }

    @Test
    void shouldReportWhatStreamingFilesMayLack() throws IOException {
        open(Source.STREAMING).start("beginning");
        write(FIRST, 1, 200);
        folder.append(FIRST, block(202) + block(201) + block(203));
        folder.read();
        assertThat(gaps()).isEmpty();
        write(SECOND, 903, 904);
        folder.read();
        assertThat(gaps()).containsExactly("possibly-missing-blocks 204-902");
        write(SECOND, 850, 910);
        folder.read();
        assertThat(gaps()).containsExactly("possibly-missing-blocks 204-849", "rewind 903-904");
        write(SECOND, 200, 910);
        folder.read();
        assertThat(gaps()).contains("rewind 200-910");
        assertThat(folder.state().sequence().counts().blocksMissing()).isZero();
    }

    @Test
    void shouldReportWhetherOrNotDuplicatesAreDropped() throws IOException {
        open(Source.STREAMING).dropping().start("beginning");
        write(FIRST, 1, 20);
        write(FIRST, 15, 21);
        folder.read();
        assertThat(gaps()).containsExactly("rewind 15-20");
        assertThat(folder.totals().duplicates()).isEqualTo(6);
    }

    private TailedFolder open(Source source) throws IOException {
        folder = new TailedFolder(data, source, Long.MAX_VALUE);
        Files.createDirectories(folder.path(FIRST).getParent());
        return folder;
    }

    private void write(String hour, long from, long to) throws IOException {
        folder.append(hour, blocks(from, to));
    }

    private static String blocks(long from, long to) {
        StringBuilder lines = new StringBuilder();
        LongStream.rangeClosed(from, to).mapToObj(NodeGapsTest::block).forEach(lines::append);
        return lines.toString();
    }

    private static String block(long number) {
        return envelope(number, "{\"n\":" + number + "}");
    }

    private static String envelope(long number, String events) {
        return String.format(
                "{\"local_time\":\"2026-05-05T17:39:10.%03d\",\"block_number\":%d,\"events\":[%s]}%n",
                number % 1_000, number, events);
    }

    private List<String> gaps() {
        List<String> texts = new ArrayList<>();
        for (Gap gap : folder.nodeGaps()) {
            texts.add(gap.reason().word() + " " + gap.fromBlock() + "-" + gap.toBlock()
                    + (gap.events() == null ? "" : " withdrawn"));
        }
        return texts;
    }
}
