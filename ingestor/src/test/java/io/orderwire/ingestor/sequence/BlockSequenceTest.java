package io.orderwire.ingestor.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.ingestor.checkpoint.BlockCounts;
import io.orderwire.ingestor.checkpoint.BlockPlace;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.checkpoint.SequenceState;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.partition.Totals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BlockSequenceTest {
    private static final HourFile FILE = HourFile.parse("20260505/17");

    private final PartitionedBlocks target = new PartitionedBlocks(new long[] {1, 1}, Totals.NONE);
    private long nowNanos;
    private long offset;
    private BlockSequence sequence = new BlockSequence(true, () -> nowNanos);

    @Test
    void shouldReportAllNumbersThatByBlockFilesLeaveOut() {
        assertThat(lines(1, 2, 3, 4, 5, 13, 14)).containsExactly("missing-blocks 6-12");
        assertThat(target.drain()).hasSize(2).allMatch(row -> row.gap() != null);
        assertThat(lines(15, 17)).containsExactly("missing-blocks 16-16");
        assertThat(sequence.blocksMissing()).isEqualTo(8);
        assertThat(sequence.rewinds()).isZero();
    }

    @Test
    void shouldReportThatBlocksAreWrittenAgain() {
        assertThat(lines(1, 2, 3, 4, 5, 3, 4, 5, 6)).containsExactly("rewind 3-5");
        assertThat(lines(6, 7)).containsExactly("rewind 6-6");
        assertThat(sequence.rewinds()).isEqualTo(2);
        assertThat(sequence.blocksMissing()).isZero();
    }

    @Test
    void shouldWithdrawBlocksThatComeLate() {
        assertThat(lines(1, 2, 4, 3, 5)).containsExactly("missing-blocks 3-3", "missing-blocks 3-3 withdrawn");
        assertThat(lines(9, 6, 7, 8, 10)).containsExactly("missing-blocks 6-8", "missing-blocks 8-8 withdrawn");
        assertThat(sequence.blocksMissing()).isZero();
        assertThat(sequence.rewinds()).isZero();
    }

    @Test
    void shouldReportTheRestOfWhatComesLate() {
        assertThat(lines(1, 9, 2, 3, 10)).containsExactly("missing-blocks 2-8", "missing-blocks 4-8");
        assertThat(sequence.blocksMissing()).isEqualTo(5);
    }

    @Test
    void shouldSplitAGapOfWhichTheMiddleComes() {
        assertThat(lines(1, 20, 10, 11, 21))
                .containsExactly("missing-blocks 2-19", "missing-blocks 2-9", "missing-blocks 12-19");
        assertThat(lines(15, 16, 17, 18, 19, 22)).containsExactly("missing-blocks 12-14");
        assertThat(lines(12, 13, 14, 23)).containsExactly("missing-blocks 14-14 withdrawn");
        assertThat(sequence.blocksMissing()).isEqualTo(8);
    }

    @Test
    void shouldWithdrawBlocksThatARestartedNodeWrites() {
        assertThat(lines(1, 2, 3, 7, 8, 2, 3, 4, 5, 6, 7, 8, 9))
                .containsExactly("missing-blocks 4-6", "rewind 2-8", "missing-blocks 6-6 withdrawn");
        // The same blocks are not reported as missing twice.
        assertThat(lines(20, 8, 9, 20, 21)).containsExactly("missing-blocks 10-19", "rewind 8-20");
        assertThat(sequence.blocksMissing()).isEqualTo(10);
    }

    @Test
    void shouldSplitTheOldestOfManyGaps() {
        lines(1, 10, 12, 14, 16, 18, 20, 22, 24);
        assertThat(lines(5, 6, 7, 8, 9, 25)).containsExactly("missing-blocks 2-4");
        assertThat(sequence.state().gaps().open()).hasSize(OpenGaps.MOST - 1);
        assertThat(sequence.blocksMissing()).isEqualTo(10);
    }

    @Test
    void shouldCountABlockOnceThatIsMissingOrWrittenTwice() {
        assertThat(lines(1, 10, 1, 20)).containsExactly("missing-blocks 2-9", "rewind 1-10", "missing-blocks 11-19");
        assertThat(sequence.blocksMissing()).isEqualTo(17);
        // One damaged lower number.
        assertThat(lines(21, 5_000, 22, 3, 23)).doesNotContain("missing-blocks 4-22");
        assertThat(sequence.blocksMissing()).isEqualTo(16);
    }

    @Test
    void shouldWithdrawMissingBlocksThatTheNextLineDisproves() {
        lines(1, 2);
        assertThat(lines(90_000, 3, 4)).containsExactly("missing-blocks 3-89999", "missing-blocks 3-89999 withdrawn");
        assertThat(sequence.blocksMissing()).isZero();
        assertThat(lines(90_000, 90_001)).containsExactly("missing-blocks 5-89999");
    }

    @Test
    void shouldNotTakeSwappedLinesForLosses() {
        for (int block = 1; block < 2_000; block += 2) {
            line(block + 1, false);
            line(block, false);
        }
        assertThat(sequence.blocksMissing()).isZero();
        assertThat(sequence.rewinds()).isZero();
    }

    @Test
    void shouldReportARewindThatBeginsInAGapOrInTheFormerFile() {
        sequence = new BlockSequence(false, () -> nowNanos);
        for (int block = 1; block <= 203; block++) {
            line(block, false);
        }
        for (int block = 903; block <= 920; block++) {
            line(block, false);
        }
        assertThat(drain()).containsExactly("possibly-missing-blocks 204-902");
        line(850, true);
        for (int block = 851; block <= 921; block++) {
            line(block, false);
        }
        assertThat(drain()).containsExactly("possibly-missing-blocks 204-849", "rewind 850-920");

        sequence.line(new BlockPlace(915, new Position(HourFile.parse("20260505/16"), 7), 1), true, target);
        line(918, false);
        assertThat(drain()).containsExactly("rewind 915-921");
    }

    @Test
    void shouldCloseAPossibleGapWhoseBlocksComeWithoutTheEmptyOnes() {
        sequence = new BlockSequence(false, () -> nowNanos);
        for (int block = 1; block <= 203; block++) {
            line(block, false);
        }
        line(903, false);
        drain();
        line(200, true);
        for (int block = 201; block <= 903; block += block % 20 == 0 ? 3 : 1) {
            line(block, false);
        }
        assertThat(drain()).containsExactly("rewind 200-903", "possibly-missing-blocks 870-902 withdrawn");
    }

    @Test
    void shouldNotBlameTheNodeForOwnLosses() {
        lines(1, 2);
        sequence.lost();
        assertThat(lines(9, 10)).isEmpty();
        assertThat(lines(12)).containsExactly("missing-blocks 11-11");
    }

    @Test
    void shouldBelieveAFarNumberOnceItIsConfirmed() {
        assertThat(lines(1_000_000, 1_000_001, 999_999_999_999L, 1_000_002, 3, 1_000_003))
                .isEmpty();
        assertThat(lines(2_000_000, 2_000_001)).containsExactly("missing-blocks 1000004-1999999");
        assertThat(lines(500_000, 500_001)).containsExactly("rewind 500000-2000001");
    }

    @Test
    void shouldBoundTheReportsOfADamagedFile() {
        for (int i = 0; i < 10_000; i++) {
            line(i % 2 == 0 ? 1 : 1_000 + i, false);
        }
        List<String> reported = drain();
        assertThat(reported).hasSize(NodeGaps.BURST);
        nowNanos += TimeUnit.SECONDS.toNanos(5);
        sequence.tick(target);
        assertThat(drain()).containsExactlyInAnyOrder("rewind 1-10997", "possibly-missing-blocks 1016-10998");
        assertThat(sequence.rewinds()).isEqualTo(4_999);
    }

    @Test
    void shouldKeepWhatCanBeReadBackWhateverTheFileHolds() {
        lines(1, 5, 90_000);
        for (long block = 10; block < 89_000; block += 100) {
            line(block, false);
        }
        lines(999_999_999_999_999_999L, 999_999_999_999_999_999L, 1L << 53, (1L << 53) + 1, 0, 0, 90_001);
        drain();
        IngestorState state =
                IngestorState.first("me", 2).with(new IngestorState.ReadBlocks(0, BlockCounts.NONE, sequence.state()));
        IngestorState read = IngestorState.parse(state.toJson(), null);
        assertThat(read.sequence()).isEqualTo(sequence.state());
        assertThat(state.toJson().length).isLessThan(20_000);
    }

    /** A later version may have other reasons, and its checkpoint is read after a downgrade. */
    @Test
    void shouldReportAGapOfALaterVersionInItsWords() {
        lines(1, 2, 3, 7);
        IngestorState state =
                IngestorState.first("me", 2).with(new IngestorState.ReadBlocks(0, BlockCounts.NONE, sequence.state()));
        String later = new String(state.toJson(), StandardCharsets.UTF_8)
                .replace("\\\"where\\\":\\\"node\\\"", "\\\"where\\\":\\\"later-stage\\\"")
                .replace("\\\"reason\\\":\\\"missing-blocks\\\"", "\\\"reason\\\":\\\"later-reason\\\"");
        IngestorState read = IngestorState.parse(later.getBytes(StandardCharsets.UTF_8), null);
        sequence.restore(read.sequence());
        assertThat(sequence.state()).isEqualTo(read.sequence());
        assertThat(new String(read.toJson(), StandardCharsets.UTF_8)).isEqualTo(later);
        line(5, false);
        line(8, false);
        assertThat(target.drainGaps())
                .hasSize(2)
                .allSatisfy(gap -> assertThat(gap.words()).isEqualTo(new Gap.Words("later-stage", "later-reason")))
                .extracting(Gap::fromBlock)
                .containsExactly(4L, 6L);
    }

    @Test
    void shouldContinueFromAState() {
        lines(1, 2, 3, 7);
        SequenceState state = sequence.state();
        sequence = new BlockSequence(true, () -> nowNanos);
        sequence.restore(state);
        assertThat(lines(9, 4, 5, 6)).containsExactly("missing-blocks 8-8", "missing-blocks 6-6 withdrawn");
        assertThat(sequence.blocksMissing()).isEqualTo(1);
        assertThat(sequence.state().place().last()).isEqualTo(new BlockPlace(9, new Position(FILE, 400), 9));
        sequence.restore(state.countsOnly());
        assertThat(lines(50)).isEmpty();
        assertThat(sequence.blocksMissing()).isEqualTo(3);
    }

    @Test
    void shouldAllowBlocksWithoutEventsInStreamingFiles() {
        sequence = new BlockSequence(false, () -> nowNanos);
        for (int block = 1; block <= 600; block += 3) {
            line(block, false);
        }
        assertThat(drain()).isEmpty();
        assertThat(lines(598 + 500, 1_099)).containsExactly("possibly-missing-blocks 599-1097");
        assertThat(sequence.blocksMissing()).isZero();
        line(1_000, true);
        assertThat(drain()).containsExactly("possibly-missing-blocks 599-999");
        line(590, true);
        assertThat(drain()).containsExactly("possibly-missing-blocks 1001-1097", "rewind 590-1099");
        assertThat(sequence.isKnown(590, false, FILE, 7)).isTrue();
        assertThat(sequence.isKnown(591, false, FILE, 7)).isFalse();
    }

    @Test
    void shouldNotTakeALateEventOfTheStartForARewind() {
        sequence = new BlockSequence(false, () -> nowNanos);
        line(7, false);
        line(6, true);
        assertThat(drain()).isEmpty();
    }

    private List<String> lines(long... numbers) {
        for (long number : numbers) {
            line(number, false);
        }
        return drain();
    }

    private void line(long number, boolean again) {
        sequence.line(new BlockPlace(number, new Position(FILE, offset), number), again, target);
        offset += 100;
    }

    private List<String> drain() {
        return target.drainGaps().stream().map(BlockSequenceTest::text).toList();
    }

    private static String text(Gap gap) {
        assertThat(gap.where()).isEqualTo(Gap.Where.NODE);
        assertThat(Gap.parse(gap.toJson())).isEqualTo(gap);
        return gap.reason().word() + " " + gap.fromBlock() + "-" + gap.toBlock()
                + (gap.events() == null ? "" : " withdrawn");
    }
}
