package io.orderwire.ingestor.duplicates;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of {@link RecentBlocks} that other threads may read: its state at the last checkpoint.
 *
 * @param coverage which blocks are completely remembered
 * @param highest highest number of a block, -1 if there is none
 * @param lowest lowest number of a block that is remembered
 * @param behind number of the block read last if it is too low to be remembered, else -1
 * @param bytes used memory in bytes, including the fixed parts
 */
record RecentView(Coverage coverage, long highest, long lowest, long behind, long bytes) {

    /** Why some blocks that should be recognised are not. */
    List<Reason> reasons() {
        List<Reason> reasons = new ArrayList<>();
        String partial = coverage.reason(RecentBlocks.window(highest));
        if (partial != null) {
            reasons.add(ReasonCode.REPETITIONS_UNKNOWN.because(partial));
        }
        if (behind >= 0) {
            reasons.add(ReasonCode.REPETITIONS_UNKNOWN.because(
                    "block " + behind + " is not compared with what was written before: block " + highest
                            + " is more than " + RecentBlocks.BLOCKS + " blocks after it"));
        }
        return reasons;
    }

    /** Number of block numbers before the highest one that are completely remembered. */
    long covered() {
        long window = RecentBlocks.window(highest);
        long from = coverage.isPartial(window) ? coverage.from() : lowest;
        return highest < 0 ? 0 : Math.max(0, highest - from + 1);
    }
}
