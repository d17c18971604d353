package io.orderwire.ingestor.sequence;

import io.orderwire.contract.gap.Gap;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import org.jspecify.annotations.Nullable;

/** Hour files that were never seen, until the next block shows whether the node wrote blocks into them. Not thread-safe. */
final class UnseenHours {
    private @Nullable Gap gap;

    void restore(@Nullable Gap newGap) {
        gap = newGap;
    }

    /** The hours that the next block decides about, or null. */
    @Nullable
    Gap gap() {
        return gap;
    }

    /** Reports hours; the next block decides about them if one was read before. */
    void report(Gap newGap, boolean afterABlock, PartitionedBlocks target) {
        target.missingHours(newGap);
        gap = afterABlock ? newGap : null;
    }

    /**
     * The next block is here. If it follows the last one, the hour files held nothing, and the report is withdrawn.
     *
     * @return true if blocks may have been in these hours, so that numbers that are left out prove nothing
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
