package io.orderwire.ingestor.sequence;

import static java.util.Objects.requireNonNull;

import io.orderwire.contract.gap.Gap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gaps of missing blocks that were reported lately, and whose blocks may still come: late, or when the node writes blocks
 * again. Not thread-safe.
 */
final class OpenGaps {
    /** Most gaps that stay open; the oldest is closed for a newer one. */
    static final int MOST = 8;

    /** A node writes at most so many blocks again, and closes a gap when it is further ahead of it. */
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

    /** Closes the gaps that are far behind that block. */
    void passed(long block) {
        gaps.removeIf(gap -> block - to(gap) > FAR_BEHIND);
    }

    /**
     * A block of a gap is there. Returns what is left of the gap, with {@code events} 0 if that is nothing. If blocks before and
     * behind it are still missing, these are two gaps now, and the second is returned.
     *
     * @param slack so many blocks before or behind it need not be there
     */
    Gap fill(Gap gap, long block, long slack) {
        int at = gaps.indexOf(gap);
        boolean before = block - from(gap) > slack;
        boolean behind = to(gap) - block > slack;
        if (!before && !behind) {
            gaps.remove(at);
            return withEvents(gap, 0);
        }
        gaps.set(at, before ? of(gap, from(gap), block - 1) : of(gap, block + 1, to(gap)));
        if (!before || !behind) {
            return gaps.get(at);
        }
        Gap second = of(gap, NodeGaps.id(gap.words().reason(), gap.toPos(), block + 1), block + 1, to(gap), null);
        gaps.add(at + 1, second);
        if (gaps.size() > MOST) {
            gaps.remove(at == 0 ? MOST : 0);
        }
        return second;
    }

    /** The gap with that id as it is now, or null if it is closed. */
    @Nullable
    Gap withId(String id) {
        return gaps.stream().filter(gap -> gap.id().equals(id)).findFirst().orElse(null);
    }

    /** The same gap with that number of events. */
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
