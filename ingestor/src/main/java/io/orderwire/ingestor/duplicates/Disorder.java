package io.orderwire.ingestor.duplicates;

import java.util.Arrays;

/**
 * Finds an event of a block that is written again in another order, by bisection in a sorted copy of the hashes. There is only
 * one copy: that of the last block that needed one. Not thread-safe.
 *
 * <p>The high bits of an entry are those of a hash; the low bits are the position of the event in its block.
 */
final class Disorder {
    private static final int POSITION_BITS = 18;

    /** Largest number of events of a block; a by-block line of 64 MB has half as many. */
    static final int MOST_EVENTS = 1 << POSITION_BITS;

    /** Size of the copy of the largest block, bytes. */
    static final long MOST_BYTES =
            3 * 16 + (long) MOST_EVENTS * (Long.BYTES + Integer.BYTES) + MOST_EVENTS / Chunks.EVENTS * Integer.BYTES;

    private static final long POSITION = MOST_EVENTS - 1;
    private static final long NOWHERE = -1;
    private static final int LEAST_EVENTS = 4_096;

    private final Chunks chunks;
    private long number = NOWHERE;
    private long pass;
    private int length;
    private long[] sorted = {};
    private int[] passed = {};
    private int[] chunkOf = {};

    Disorder(Chunks chunks) {
        this.chunks = chunks;
    }

    /** Discards the copy, because the state of its block may have changed. */
    void forget() {
        number = NOWHERE;
    }

    /** Whether the copy is of this block. */
    boolean isOf(Block block) {
        return number == block.number && pass == block.pass;
    }

    /** Copies the known hashes of a block that were not taken. */
    void copy(Block block) {
        if (block.known > sorted.length) {
            // Most blocks need the least size. Grows in large steps, because a large block may be followed by an even
            // larger one.
            int size = Math.min(MOST_EVENTS, Math.max(LEAST_EVENTS, 2 * block.known));
            sorted = new long[size];
            passed = new int[size];
            chunkOf = new int[(size + Chunks.EVENTS - 1) / Chunks.EVENTS];
        }
        length = 0;
        int chunk = block.first;
        for (int position = 0; position < block.known; position++) {
            if (position % Chunks.EVENTS == 0) {
                chunk = position == 0 ? block.first : chunks.next(chunk);
                chunkOf[position / Chunks.EVENTS] = chunk;
            }
            if (!chunks.isTaken(chunk, position)) {
                sorted[length++] = chunks.hash(chunk, position) & ~POSITION | position;
            }
        }
        Arrays.sort(sorted, 0, length);
        Arrays.fill(passed, 0, length, 0);
        number = block.number;
        pass = block.pass;
    }

    /** The position of an event that was not taken and has this hash, or -1. */
    int find(long hash) {
        long key = hash & ~POSITION;
        int first = lowerBound(key);
        // Among equal events, those at the beginning that were taken are skipped only once, and not in each later
        // search.
        int at = first < length ? first + passed[first] : length;
        boolean only = true;
        for (; at < length && (sorted[at] & ~POSITION) == key; at++) {
            int position = (int) (sorted[at] & POSITION);
            int chunk = chunkOf[position / Chunks.EVENTS];
            if (chunks.isTaken(chunk, position)) {
                if (only) {
                    passed[first]++;
                }
            } else if (chunks.hash(chunk, position) == hash) {
                return position;
            } else {
                only = false;
            }
        }
        return -1;
    }

    private int lowerBound(long key) {
        int low = 0;
        int high = length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (sorted[middle] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The chunk that holds a position that was found. */
    int chunkOf(int position) {
        return chunkOf[position / Chunks.EVENTS];
    }
}
