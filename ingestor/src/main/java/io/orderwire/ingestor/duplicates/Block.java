package io.orderwire.ingestor.duplicates;

/**
 * The hashes of one block's events: a chain of {@link Chunks}. The first {@link #known} of them were added before the current
 * pass, and may be taken once each.
 */
final class Block {
    /** Size of this object and of the reference to it, bytes. */
    static final int BYTES = 80;

    final long number;
    long pass;
    int first = Chunks.NONE;
    int last = Chunks.NONE;
    int count;
    int known;
    int untaken;
    /** Position of the known event that is expected next, and its chunk. */
    int expected;

    int expectedChunk = Chunks.NONE;
    /** The last step of {@link Undo} in which this block was saved. */
    long saved = -1;

    Block(long number, long pass) {
        this.number = number;
        this.pass = pass;
    }

    Block copy() {
        Block copy = new Block(number, pass);
        copy.first = first;
        copy.last = last;
        copy.count = count;
        copy.known = known;
        copy.untaken = untaken;
        copy.expected = expected;
        copy.expectedChunk = expectedChunk;
        copy.saved = saved;
        return copy;
    }

    int chunks() {
        return (count + Chunks.EVENTS - 1) / Chunks.EVENTS;
    }

    /** Expects the event after the one at {@code position}, which is in {@code chunk}. */
    void expectAfter(int position, int chunk, Chunks chunks) {
        expected = position + 1;
        expectedChunk = expected % Chunks.EVENTS == 0 ? chunks.next(chunk) : chunk;
    }
}
