package io.orderwire.ingestor.duplicates;

import io.orderwire.contract.position.Indexes;
import io.orderwire.ingestor.checkpoint.BlockCounts;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts how many events of each of the last blocks were read, in the order of the block numbers. Does not allocate for an
 * event. Not thread-safe.
 */
final class CountedBlocks {
    /** Number of blocks that are counted. Late events are written within 50 ms, which is about one block. */
    static final int MOST = 8;

    /** Stands for the count of a block of which events may be missing. */
    static final int UNKNOWN = Indexes.UNKNOWN;

    /** Stands for the count of a block if the first event that was read may not be the first one of the block. */
    static final int HEADLESS = -2;

    private final long[] numbers = new long[MOST];
    private final int[] counts = new int[MOST];
    private final long[] firsts = new long[MOST];
    private int size;

    /** Continues with the last of those blocks. */
    void restore(List<BlockCounts.Block> blocks) {
        size = Math.min(MOST, blocks.size());
        for (int at = 0; at < size; at++) {
            BlockCounts.Block block = blocks.get(blocks.size() - size + at);
            numbers[at] = block.number();
            counts[at] = block.count();
            firsts[at] = block.first();
        }
    }

    /** The state with which {@link #restore} continues. */
    List<BlockCounts.Block> state() {
        List<BlockCounts.Block> blocks = new ArrayList<>(size);
        for (int at = 0; at < size; at++) {
            blocks.add(new BlockCounts.Block(numbers[at], counts[at], firsts[at]));
        }
        return blocks;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == MOST;
    }

    long number(int at) {
        return numbers[at];
    }

    /** Number of the block's events up to the last one that was read, negative if unknown. */
    int count(int at) {
        return counts[at];
    }

    /** Hash of the first event of the block that was read. */
    long first(int at) {
        return firsts[at];
    }

    /** Marks that events of every block may be missing. */
    void uncountAll() {
        for (int at = 0; at < size; at++) {
            uncount(at);
        }
    }

    /** Marks that events of the block may be missing. */
    void uncount(int at) {
        counts[at] = Math.min(counts[at], UNKNOWN);
    }

    /** Begins the block again: its events are counted from 0 if its beginning was known. */
    void recount(int at) {
        counts[at] = counts[at] == HEADLESS ? HEADLESS : 0;
    }

    /** Counts another event of the block. */
    void countOne(int at) {
        if (counts[at] >= 0) {
            counts[at] = counts[at] == Integer.MAX_VALUE - 1 ? UNKNOWN : counts[at] + 1;
        }
    }

    /** Forgets the blocks from index {@code newSize} on. */
    void truncate(int newSize) {
        size = newSize;
    }

    /** Index of the block, or -1 minus the index at which it belongs. */
    int find(long number) {
        int at = size;
        while (at > 0 && numbers[at - 1] >= number) {
            at--;
            if (numbers[at] == number) {
                return at;
            }
        }
        return -at - 1;
    }

    /** Inserts a block, and forgets the lowest one if there is no room; returns the index of the block. */
    int insert(int where, long number, int count, long first) {
        int at = where;
        if (size == MOST) {
            at = Math.max(0, at - 1);
            shift(1, 0, at);
        } else {
            shift(at, at + 1, size - at);
            size++;
        }
        numbers[at] = number;
        counts[at] = count;
        firsts[at] = first;
        return at;
    }

    private void shift(int from, int to, int length) {
        System.arraycopy(numbers, from, numbers, to, length);
        System.arraycopy(counts, from, counts, to, length);
        System.arraycopy(firsts, from, firsts, to, length);
    }
}
