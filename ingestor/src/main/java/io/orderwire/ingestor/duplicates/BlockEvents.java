package io.orderwire.ingestor.duplicates;

/**
 * Compares the events of a block that is written again with those that are known. Each event costs a bounded amount of work,
 * whatever the blocks hold. Not thread-safe.
 */
final class BlockEvents {
    /** How an event was found. */
    enum Found {
        /** An equal one was known before this pass, and is taken now. */
        KNOWN,
        /** No equal one is left. */
        NEW,
        /** Too many events were searched for in disorder. */
        NOT_SEARCHED
    }

    /** How many events from the expected one on are compared, before the block is sorted. */
    private static final int WINDOW = 64;

    /** Work for each event of a block that is sorted, about that of comparing as many events. */
    private static final int SORT_WORK = 16;

    /** Work that each event adds to what may be done; about a microsecond's. */
    private static final int WORK_PER_EVENT = 512;

    private static final long MOST_WORK = 64L << 20;

    private final Chunks chunks;
    private final Undo undo;
    private final Disorder disorder;
    private long work = MOST_WORK;

    BlockEvents(Chunks chunks, Undo undo) {
        this.chunks = chunks;
        this.undo = undo;
        this.disorder = new Disorder(chunks);
    }

    /** Another event is looked at. */
    void one() {
        work = Math.min(MOST_WORK, work + WORK_PER_EVENT);
    }

    /** The work that may be done at once. */
    long work() {
        return work;
    }

    void work(long newWork) {
        work = newWork;
    }

    /** Blocks may have gone back to another state. */
    void forget() {
        disorder.forget();
    }

    /** A block is written again: each of its events may be taken once. */
    void begin(Block block, long pass) {
        undo.changing(block);
        block.pass = pass;
        block.known = block.count;
        block.untaken = block.count;
        block.expected = 0;
        block.expectedChunk = block.first;
        for (int chunk = block.first; chunk != Chunks.NONE; chunk = chunks.next(chunk)) {
            if (chunks.taken(chunk) != 0) {
                undo.changing(chunk, chunks.taken(chunk));
                chunks.setTaken(chunk, 0);
            }
        }
    }

    /** Takes a known event; the node writes the events of a block again in their order, so the next one is most likely. */
    Found take(Block block, long hash) {
        int position = block.expected;
        int chunk = block.expectedChunk;
        int end = Math.min(block.known, position + WINDOW);
        while (position < end) {
            boolean taken = chunks.isTaken(chunk, position);
            if (!taken && chunks.hash(chunk, position) == hash) {
                take(block, position, chunk);
                block.expectAfter(position, chunk, chunks);
                return Found.KNOWN;
            }
            if (taken && position == block.expected) {
                undo.changing(block);
                block.expectAfter(position, chunk, chunks);
            }
            if (++position % Chunks.EVENTS == 0) {
                chunk = chunks.next(chunk);
            }
        }
        return takeInDisorder(block, hash);
    }

    private Found takeInDisorder(Block block, long hash) {
        if (!disorder.isOf(block)) {
            long cost = (long) SORT_WORK * block.known;
            if (work < cost) {
                return Found.NOT_SEARCHED;
            }
            work -= cost;
            disorder.copy(block);
        }
        int position = disorder.find(hash);
        if (position < 0) {
            return Found.NEW;
        }
        take(block, position, disorder.chunkOf(position));
        return Found.KNOWN;
    }

    private void take(Block block, int position, int chunk) {
        undo.changing(block);
        long taken = chunks.taken(chunk);
        undo.changing(chunk, taken);
        chunks.setTaken(chunk, taken | 1L << position % Chunks.EVENTS);
        block.untaken--;
    }
}
