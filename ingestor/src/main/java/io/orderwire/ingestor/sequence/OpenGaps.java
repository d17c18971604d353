package io.orderwire.ingestor.sequence;

import static java.util.Objects.requireNonNull;

import io.orderwire.orders.Gap;
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
        if (gaps.size() == MOST) {
            gaps.remove(0);
        }
        gaps.add(gap);
    }

    /** The gap that holds the block, or null. */
    @Nullable
    Gap holding(long block) {
        return gaps.stream()
                .filter(gap -> from(gap) <= block && block <= to(gap))
                .findFirst()
                .orElse(null);
    }

    /** Whether all of those blocks are in one gap. */
    boolean hold(long from, long to) {
        return gaps.stream().anyMatch(gap -> from(gap) <= from && to <= to(gap));
    }

    /** Closes the gaps that are far behind that block. */
    void passed(long block) {
        gaps.removeIf(gap -> block - to(gap) > FAR_BEHIND);
    }

    /**
     * A block is there. Returns what is left of the gap that held it, with {@code events} 0 if that is nothing, or null if it
     * was not missing. If blocks before and behind it are still missing, these are two gaps now, and the second is returned.
     */
    @Nullable
    Gap fill(long block) {
        for (int at = 0; at < gaps.size(); at++) {
            Gap gap = gaps.get(at);
            if (from(gap) <= block && block <= to(gap)) {
                return fill(at, gap, block);
            }
        }
        return null;
    }

    private Gap fill(int at, Gap gap, long block) {
        if (from(gap) == to(gap)) {
            gaps.remove(at);
            return of(gap, block, block, 0L);
        }
        if (block == from(gap)) {
            gaps.set(at, of(gap, block + 1, to(gap), null));
            return gaps.get(at);
        }
        gaps.set(at, of(gap, from(gap), block - 1, null));
        if (block == to(gap)) {
            return gaps.get(at);
        }
        Gap second = of(gap, NodeGaps.id(gap.reason(), gap.toPos(), block + 1), block + 1, to(gap), null);
        add(second);
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

    private static Gap of(Gap gap, long fromBlock, long toBlock, @Nullable Long events) {
        return of(gap, gap.id(), fromBlock, toBlock, events);
    }

    private static Gap of(Gap gap, String id, @Nullable Long fromBlock, @Nullable Long toBlock, @Nullable Long events) {
        return new Gap(
                id,
                gap.where(),
                gap.reason(),
                null,
                null,
                null,
                gap.fromPos(),
                gap.toPos(),
                fromBlock,
                toBlock,
                events,
                null,
                gap.fromMs(),
                gap.toMs());
    }

    static long from(Gap gap) {
        return requireNonNull(gap.fromBlock());
    }

    static long to(Gap gap) {
        return requireNonNull(gap.toBlock());
    }
}
