package io.orderwire.ingestor.sequence;

import io.orderwire.contract.gap.Gap;
import io.orderwire.ingestor.checkpoint.BlockPlace;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.runtime.rate.TokenBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports missing blocks and rewinds at their places among the events. If there are too many of them at once, as in a damaged
 * file, one gap per second combines all of a kind. Not thread-safe.
 */
final class NodeGaps {
    private static final Logger log = LoggerFactory.getLogger(NodeGaps.class);

    /** Largest number of gaps of each kind that are reported without a delay. */
    static final int BURST = 16;

    private final LongSupplier nanoTime;
    private final TokenBucket rate;
    private final TokenBucket againRate;
    private final List<Gap> pending = new ArrayList<>();

    NodeGaps(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.rate = perSecond(nanoTime.getAsLong());
        this.againRate = perSecond(nanoTime.getAsLong());
    }

    private static TokenBucket perSecond(long nowNanos) {
        return TokenBucket.full(1, BURST, nowNanos);
    }

    void restore(List<Gap> gaps) {
        pending.clear();
        pending.addAll(gaps);
    }

    List<Gap> state() {
        return List.copyOf(pending);
    }

    /** A gap of those blocks, which is between two lines. */
    static Gap gap(Gap.Reason reason, long fromBlock, long toBlock, BlockPlace before, BlockPlace at) {
        String fromPos = before.position().toString();
        String toPos = at.position().toString();
        long now = System.currentTimeMillis();
        long toMs = at.ms() != BlockPlace.UNKNOWN ? at.ms() : before.ms() != BlockPlace.UNKNOWN ? before.ms() : now;
        long fromMs = before.ms() != BlockPlace.UNKNOWN ? before.ms() : toMs;
        String id = id(reason.word(), toPos, fromBlock);
        return Gap.builder(id, Gap.Where.NODE, reason)
                .positions(fromPos, toPos)
                .blocks(fromBlock, toBlock)
                .times(fromMs, toMs)
                .build();
    }

    /** Unique, because two gaps that end at the same place begin with different blocks. */
    static String id(String reason, @Nullable String toPos, long fromBlock) {
        return "node-" + reason + "-" + toPos + "-" + fromBlock;
    }

    /** Reports a gap here, or later as a part of a combined gap; returns whether it was reported now. */
    boolean report(Gap gap, PartitionedBlocks target) {
        if (pending.isEmpty() && rate.tryTake(nanoTime.getAsLong())) {
            mark(gap, target);
            return true;
        }
        Gap.Reason reason =
                gap.reason() == Gap.Reason.MISSING_BLOCKS ? Gap.Reason.POSSIBLY_MISSING_BLOCKS : gap.reason();
        for (int i = 0; i < pending.size(); i++) {
            Gap first = pending.get(i);
            if (first.where() == gap.where() && first.reason() == reason) {
                pending.set(i, merged(first, gap));
                return false;
            }
        }
        // Between the missing blocks there may be blocks that are not missing.
        pending.add(copy(gap, reason, OpenGaps.from(gap), OpenGaps.to(gap), gap.toPos(), gap.toMs()));
        return false;
    }

    private static Gap merged(Gap first, Gap next) {
        long from = Math.min(OpenGaps.from(first), OpenGaps.from(next));
        long to = Math.max(OpenGaps.to(first), OpenGaps.to(next));
        return copy(first, first.reason(), from, to, next.toPos(), next.toMs());
    }

    private static Gap copy(Gap gap, Gap.Reason reason, long from, long to, @Nullable String toPos, long toMs) {
        return Gap.builder(gap.id(), Gap.Where.NODE, reason)
                .positions(gap.fromPos(), toPos)
                .blocks(from, to)
                .times(gap.fromMs(), toMs)
                .build();
    }

    /** Reports that a gap now has fewer blocks, unless there are too many reports. */
    void reportAgain(Gap gap, PartitionedBlocks target) {
        if (againRate.tryTake(nanoTime.getAsLong())) {
            target.reportedAgain(gap);
        }
    }

    /** Reports that no block of a gap is missing any more. */
    void reportClosed(Gap gap, PartitionedBlocks target) {
        target.reportedAgain(gap);
    }

    /** Reports pending gaps if the rate permits it. */
    void tick(PartitionedBlocks target) {
        while (!pending.isEmpty() && rate.tryTake(nanoTime.getAsLong())) {
            mark(pending.remove(0), target);
        }
    }

    private static void mark(Gap gap, PartitionedBlocks target) {
        if (gap.reason() == Gap.Reason.REWIND) {
            log.warn("the node wrote blocks {} to {} again, at {}", gap.fromBlock(), gap.toBlock(), gap.toPos());
        } else {
            log.warn(
                    "the node {} blocks {} to {}, at {}",
                    gap.reason() == Gap.Reason.MISSING_BLOCKS ? "did not write" : "may not have written",
                    gap.fromBlock(),
                    gap.toBlock(),
                    gap.toPos());
        }
        target.mark(gap);
    }
}
