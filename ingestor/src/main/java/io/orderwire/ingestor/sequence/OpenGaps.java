package io.orderwire.ingestor.sequence;

import static java.util.Objects.requireNonNull;

import io.orderwire.contract.gap.Gap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recently reported gaps of missing blocks that may still arrive: late, or when the node writes blocks again. Not
 * thread-safe.
 */
final class OpenGaps {
    /** Largest number of open gaps; the oldest one is closed for a newer one. */
    static final int MOST = 8;

    /** A node writes at most this many blocks again, so a gap is closed when the node is further ahead of it. */
    static final long FAR_BEHIND = 10_000;

    private final List<Gap> gaps = new ArrayList<>();

    void restore(List<Gap> open) {
        gaps.clear();
        gaps.addAll(open.subList(Math.max(0, open.size() - MOST), open.size()));
    }

    List<Gap> state() {
        return List.copyOf(gaps);
    }

    boolean isEmpty() {
        return gaps.isEmpty();
    }

    void add(Gap gap) {
        gaps.add(gap);
        if (gaps.size() > MOST) {
            gaps.remove(0);
        }
    }

    void remove(String id) {
        gaps.removeIf(gap -> gap.id().equals(id));
    }

    /** The gap that holds the block, or null. */
    @Nullable
    Gap holding(long block) {
        return gaps.stream()
                .filter(gap -> from(gap) <= block && block <= to(gap))
                .findFirst()
                .orElse(null);
    }

    /** Closes the gaps that end far before that block. */
    void passed(long block) {
        gaps.removeIf(gap -> block - to(gap) > FAR_BEHIND);
    }

    /**
     * Removes a block that has arrived from a gap. Returns the rest of the gap, with {@code events} 0 if no block is left. If
     * blocks before and after it are still missing, the gap is split into two, and the second one is returned.
     *
     * @param slack so many blocks before or after it count as arrived
     */
    Gap fill(Gap gap, long block, long slack) {
        int at = gaps.indexOf(gap);
        boolean before = block - from(gap) > slack;
        boolean after = to(gap) - block > slack;
        if (!before && !after) {
            gaps.remove(at);
            return withEvents(gap, 0);
        }
        gaps.set(at, before ? of(gap, from(gap), block - 1) : of(gap, block + 1, to(gap)));
        if (!before || !after) {
            return gaps.get(at);
        }
        Gap second = of(gap, NodeGaps.id(gap.words().reason(), gap.toPos(), block + 1), block + 1, to(gap), null);
        gaps.add(at + 1, second);
        if (gaps.size() > MOST) {
            gaps.remove(at == 0 ? MOST : 0);
        }
        return second;
    }

    /** The current gap with that id, or null if it is closed. */
    @Nullable
    Gap withId(String id) {
        return gaps.stream().filter(gap -> gap.id().equals(id)).findFirst().orElse(null);
    }

    /** A copy of the gap with that number of events. */
    static Gap withEvents(Gap gap, long events) {
        return of(gap, gap.id(), gap.fromBlock(), gap.toBlock(), events);
    }

    private static Gap of(Gap gap, long fromBlock, long toBlock) {
        return of(gap, gap.id(), fromBlock, toBlock, null);
    }

    private static Gap of(Gap gap, String id, @Nullable Long fromBlock, @Nullable Long toBlock, @Nullable Long events) {
        return gap.withSameReason(id)
                .positions(gap.fromPos(), gap.toPos())
                .blocks(fromBlock, toBlock)
                .events(events)
                .times(gap.fromMs(), gap.toMs())
                .build();
    }

    static long from(Gap gap) {
        return requireNonNull(gap.fromBlock());
    }

    static long to(Gap gap) {
        return requireNonNull(gap.toBlock());
    }
}
