package io.orderwire.ingestor.duplicates;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of {@link RecentBlocks} by their numbers. There is a place for every number in a range of that many consecutive
 * numbers. Not thread-safe.
 */
final class BlockTable {
    private final @Nullable Block[] blocks = new Block[RecentBlocks.BLOCKS];
    private int size;
    private int chunks;

    /** The block at the place of that number, or null. */
    @Nullable
    Block get(long number) {
        return blocks[place(number)];
    }

    /** Puts a block, or null, at the place of its number, and replaces an earlier state of the block. */
    void set(long number, @Nullable Block block) {
        Block former = get(number);
        if (former != null) {
            size--;
            chunks -= former.chunks();
        }
        if (block != null) {
            size++;
            chunks += block.chunks();
        }
        blocks[place(number)] = block;
    }

    private int place(long number) {
        return (int) (number % blocks.length);
    }

    /** Counts another chunk of a block in the table. */
    void grows() {
        chunks++;
    }

    /** Number of blocks. */
    int size() {
        return size;
    }

    /** Number of chunks of all blocks. */
    int chunks() {
        return chunks;
    }

    /** Number of the lowest block, from {@code floor} on; {@code floor} if there is none. */
    long lowest(long floor) {
        long number = floor;
        while (size > 0 && get(number) == null) {
            number++;
        }
        return number;
    }

    void clear() {
        Arrays.fill(blocks, null);
        size = 0;
        chunks = 0;
    }
}
