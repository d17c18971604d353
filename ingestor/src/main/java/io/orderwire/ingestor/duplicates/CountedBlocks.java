package io.orderwire.ingestor.duplicates;

import io.orderwire.contract.position.Indexes;
import io.orderwire.ingestor.checkpoint.BlockCounts;
import java.util.ArrayList;
import java.util.List;

/** How many events of each of the last blocks were read, by rising numbers. Allocates nothing for an event. Not thread-safe. */
final class CountedBlocks {
    /** Blocks that are known: late events are written within 50 ms, which is one block. */
    static final int MOST = 8;

    /** Count of a block of which events may be missing. */
    static final int UNKNOWN = Indexes.UNKNOWN;

    /** Count of a block whose first event that was read may not be its first. */
    static final int HEADLESS = -2;

    private final long[] numbers = new long[MOST];
    private final int[] counts = new int[MOST];
    private final long[] firsts = new long[MOST];
    private int size;

    /** Continues with the last ones of those blocks. */
    void restore(List<BlockCounts.Block> blocks) {
        size = Math.min(MOST, blocks.size());
        for (int at = 0; at < size; at++) {
            BlockCounts.Block block = blocks.get(blocks.size() - size + at);
            numbers[at] = block.number();
            counts[at] = block.count();
            firsts[at] = block.first();
        }
    }

    /** What {@link #restore} continues with. */
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

    /** Number of its events up to the one read last, negative if it is not known. */
    int count(int at) {
        return counts[at];
    }

    /** Hash of its first event that was read. */
    long first(int at) {
        return firsts[at];
    }

    /** Events of every block may be missing. */
    void uncountAll() {
        for (int at = 0; at < size; at++) {
            uncount(at);
        }
    }

    /** Events of the block may be missing. */
    void uncount(int at) {
        counts[at] = Math.min(counts[at], UNKNOWN);
    }

    /** The block begins again: its events are counted from 0, if its beginning was known. */
    void recount(int at) {
        counts[at] = counts[at] == HEADLESS ? HEADLESS : 0;
    }

    /** Counts another event of the block. */
    void countOne(int at) {
        if (counts[at] >= 0) {
            counts[at] = counts[at] == Integer.MAX_VALUE - 1 ? UNKNOWN : counts[at] + 1;
        }
    }

    /** Forgets the blocks from that place on. */
    void truncate(int newSize) {
        size = newSize;
    }

    /** Where the block is, or -1 minus where it belongs. */
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

    /** Inserts a block and forgets the lowest one if there is no room; returns where it is. */
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
