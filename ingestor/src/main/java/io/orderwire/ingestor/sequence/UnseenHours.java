package io.orderwire.ingestor.sequence;

import io.orderwire.contract.gap.Gap;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the gap of hour files that were never seen, until the next block shows whether the node wrote blocks to them. Not
 * thread-safe.
 */
final class UnseenHours {
    private @Nullable Gap gap;

    void restore(@Nullable Gap newGap) {
        gap = newGap;
    }

    /** The gap of the hours about which the next block decides, or null. */
    @Nullable
    Gap gap() {
        return gap;
    }

    /** Reports hours; if a block was read before them, the next block decides whether the report stays. */
    void report(Gap newGap, boolean afterABlock, PartitionedBlocks target) {
        target.missingHours(newGap);
        gap = afterABlock ? newGap : null;
    }

    /**
     * Adds the next block. If it follows the last one, the hour files did not hold blocks, and the report is withdrawn.
     *
     * @return true if blocks may have been in these hours, so that numbers that are left out do not prove that blocks are
     *     missing
     */
    boolean provesNothing(boolean follows, PartitionedBlocks target) {
        Gap before = gap;
        gap = null;
        if (before != null && follows) {
            target.withdrawHours(OpenGaps.withEvents(before, 0));
        }
        return before != null && !follows;
    }
}
