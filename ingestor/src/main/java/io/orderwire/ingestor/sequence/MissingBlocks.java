package io.orderwire.ingestor.sequence;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Sequence;
import io.orderwire.ingestor.checkpoint.BlockPlace;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reports and counts the blocks that the node left out, and reports the rest of a gap again when some of its blocks arrive
 * late. Not thread-safe, except for the count.
 */
final class MissingBlocks {
    private final boolean byBlock;
    private final LeftOutBound bound;
    private final NodeGaps gaps;
    private final OpenGaps open = new OpenGaps();
    private final Set<String> unreported = new HashSet<>();
    private @Nullable String filling;
    private volatile long count;

    /**
     * For by-block files, or for streaming files, in which at most {@code bound} numbers are left out without a loss.
     *
     * @param gaps reports the gaps
     */
    MissingBlocks(boolean byBlock, LeftOutBound bound, NodeGaps gaps) {
        this.byBlock = byBlock;
        this.bound = bound;
        this.gaps = gaps;
    }

    /** Continues with those gaps and that count. */
    void restore(List<Gap> openGaps, long newCount) {
        open.restore(openGaps);
        count = newCount;
        filling = null;
        unreported.clear();
    }

    /** The gaps whose blocks may still arrive late, the oldest first. */
    List<Gap> open() {
        return open.state();
    }

    /** Number of blocks that are certainly missing, since the topics were created; from any thread. */
    long count() {
        return count;
    }

    /** Reports the blocks from {@code from} on, up to the one before {@code block}, which follows {@code last}. */
    Gap report(long from, BlockPlace last, BlockPlace block, PartitionedBlocks target) {
        Gap.Reason reason = byBlock ? Gap.Reason.MISSING_BLOCKS : Gap.Reason.POSSIBLY_MISSING_BLOCKS;
        Gap gap = NodeGaps.gap(reason, from, block.number() - 1, last, block);
        if (byBlock) {
            addMissing(block.number() - from);
        }
        if (!gaps.report(gap, target)) {
            unreported.add(gap.id());
        }
        open.add(gap);
        return gap;
    }

    /** Withdraws a gap, because the number that showed it was damaged and no block is missing. */
    void withdraw(Gap gap, PartitionedBlocks target) {
        open.remove(gap.id());
        if (gap.reason() == Gap.Reason.MISSING_BLOCKS) {
            addMissing(-(OpenGaps.to(gap) - OpenGaps.from(gap) + 1));
        }
        if (!unreported.remove(gap.id())) {
            gaps.reportClosed(OpenGaps.withEvents(gap, 0), target);
        }
    }

    /** Closes the gaps that end too far before that block. */
    void passed(long number) {
        open.passed(number);
        unreported.removeIf(id -> open.withId(id) == null);
    }

    private void addMissing(long blocks) {
        count = Math.max(0, Math.min(Sequence.MAX, count + blocks));
    }

    /** Whether the block was missing. While consecutive blocks of a gap arrive, the rest of the gap is not reported. */
    boolean fill(long number, PartitionedBlocks target) {
        if (open.isEmpty()) {
            return false;
        }
        Gap before = open.holding(number);
        String id = filling;
        if (id != null && (before == null || !before.id().equals(id))) {
            filling = null;
            Gap left = open.withId(id);
            if (left != null) {
                gaps.reportAgain(left, target);
                unreported.remove(id);
            }
        }
        if (before == null) {
            return false;
        }
        if (before.reason() == Gap.Reason.MISSING_BLOCKS) {
            addMissing(-1);
        }
        Gap left = open.fill(before, number, byBlock ? 0 : bound.value());
        if (!left.id().equals(before.id())) {
            Gap rest = open.withId(before.id());
            if (rest != null && !unreported.contains(rest.id())) {
                gaps.reportAgain(rest, target);
            }
            unreported.add(left.id());
        }
        boolean closed = left.events() != null;
        filling = closed ? null : left.id();
        if (closed && !unreported.remove(left.id())) {
            gaps.reportClosed(left, target);
        }
        return true;
    }
}
