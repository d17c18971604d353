package io.orderwire.ingestor.duplicates;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The blocks of {@link RecentBlocks} by their numbers, of which as many in a row have a place. Not thread-safe. */
final class BlockTable {
    private final @Nullable Block[] blocks = new Block[RecentBlocks.BLOCKS];
    private int size;
    private int chunks;

    /** The block at the place of that number, or null. */
    @Nullable
    Block get(long number) {
        return blocks[place(number)];
    }

    /** Puts a block, or null, to the place of its number, where another state of it, or none, may be. */
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

    /** A block that is here takes another chunk, once an event is added to it. */
    void grows() {
        chunks++;
    }

    /** How many blocks there are. */
    int size() {
        return size;
    }

    /** How many chunks they have. */
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
