package io.orderwire.ingestor.duplicates;

/**
 * Compares the events of a block that is written again with those that are known. The work for each event is bounded,
 * independent of the contents of the blocks. Not thread-safe.
 */
final class BlockEvents {
    /** How an event was found. */
    enum Found {
        /** An equal event was known before this pass, and is taken now. */
        KNOWN,
        /** There is no equal event that has not been taken. */
        NEW,
        /** It was not searched, because too many events were out of order. */
        NOT_SEARCHED
    }

    /** Number of events from the expected one on that are compared before the block is sorted. */
    private static final int WINDOW = 64;

    /** Work of sorting, for each event of the block; the unit is the comparison of one event. */
    private static final int SORT_WORK = 16;

    /** Work that each event adds to the permitted work: about one microsecond. */
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

    /** Adds the permitted work of another event. */
    void one() {
        work = Math.min(MOST_WORK, work + WORK_PER_EVENT);
    }

    /** The work that is permitted now. */
    long work() {
        return work;
    }

    void work(long newWork) {
        work = newWork;
    }

    /** Discards the sorted copy, because blocks may have gone back to another state. */
    void forget() {
        disorder.forget();
    }

    /** Begins a block that is written again: each of its events may be taken once. */
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
