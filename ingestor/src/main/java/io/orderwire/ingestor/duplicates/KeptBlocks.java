package io.orderwire.ingestor.duplicates;

import java.util.function.LongConsumer;

/**
 * The blocks that {@link RecentBlocks} keeps, from a floor on, and the chunks with their hashes. Every change is recorded in
 * the {@link Undo}. Not thread-safe.
 */
final class KeptBlocks {
    private final BlockTable table = new BlockTable();
    private final Chunks chunks;
    private final int mostKept;
    private final Undo undo;
    private final LongConsumer forgot;
    private long floor;

    /** Whether a hash was added to its block. */
    enum Added {
        YES,
        /** The block already has the largest number of events. */
        TOO_MANY_EVENTS,
        /** The block itself was forgotten to free memory. */
        FORGOTTEN,
        NO_MEMORY
    }

    /**
     * Keeps hashes in at most {@code hashBytes}.
     *
     * @param forgot receives the number of each block that is forgotten to free memory for another one
     */
    KeptBlocks(long hashBytes, LongConsumer forgot) {
        this.forgot = forgot;
        chunks = new Chunks(hashBytes);
        // The rest is for the chunks of forgotten blocks, which are kept until the commit.
        mostKept = chunks.most() / 8 * 7;
        undo = new Undo(table, chunks);
    }

    Chunks chunks() {
        return chunks;
    }

    Undo undo() {
        return undo;
    }

    /** Blocks before it are not kept. */
    long floor() {
        return floor;
    }

    /** Goes to another floor without forgetting blocks. */
    void floor(long newFloor) {
        floor = newFloor;
    }

    boolean isEmpty() {
        return table.size() == 0;
    }

    /** Number of the lowest block that is kept; the floor if none is kept. */
    long lowest() {
        return table.lowest(floor);
    }

    /** The block with that number; a new block if none is kept. */
    Block getOrCreate(long number, long pass) {
        Block block = table.get(number);
        if (block == null) {
            block = new Block(number, pass);
            table.set(number, block);
            undo.created(block);
        }
        return block;
    }

    boolean isKept(Block block) {
        return table.get(block.number) == block;
    }

    /** Adds the hash of an event to a block that is kept, and forgets the lowest ones if there is no room. */
    Added add(Block block, long hash) {
        if (block.count == Disorder.MOST_EVENTS) {
            return Added.TOO_MANY_EVENTS;
        }
        undo.changing(block);
        if (block.count % Chunks.EVENTS == 0) {
            while (table.chunks() >= mostKept && table.size() > 1) {
                long lowest = lowest();
                forgetBelow(lowest + 1);
                forgot.accept(lowest);
            }
            if (!isKept(block)) {
                return Added.FORGOTTEN;
            }
            if (!grow(block)) {
                return Added.NO_MEMORY;
            }
        }
        chunks.set(block.last, block.count++, hash);
        return Added.YES;
    }

    void forgetBelow(long newFloor) {
        long end = Math.min(newFloor, floor + RecentBlocks.BLOCKS);
        for (long number = floor; number < end && table.size() > 0; number++) {
            Block block = table.get(number);
            if (block != null) {
                table.set(number, null);
                undo.forgotten(block);
            }
        }
        floor = Math.max(floor, newFloor);
    }

    /** Links another chunk to a block; false if there is no memory left. */
    private boolean grow(Block block) {
        int chunk = chunks.allocate();
        if (chunk == Chunks.NONE) {
            undo.clear();
            chunk = chunks.allocate();
        }
        if (chunk == Chunks.NONE) {
            return false;
        }
        if (block.last == Chunks.NONE) {
            block.first = chunk;
        } else {
            chunks.link(block.last, chunk);
        }
        block.last = chunk;
        table.grows();
        return true;
    }

    /** Forgets every block. */
    void clear() {
        undo.clear();
        table.clear();
        chunks.clear();
        floor = 0;
    }
}
