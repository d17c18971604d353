package io.orderwire.ingestor.sequence;

/**
 * How many block numbers may be left out between two blocks of a streaming file, in which a block without events does not have
 * a line: a multiple of the largest number of them in the recent past. A single large number raises it to at most twice its
 * value. Not thread-safe.
 */
final class LeftOutBound {
    /**
     * So many numbers left out never count as a loss, because a filtered or quiet node has a few blocks without events in a
     * row.
     */
    static final long LEAST = 16;

    /** Before this many blocks have been seen, any number may be left out. */
    static final long FIRST = 8;

    /** Before this many blocks have been seen, little is known, and more numbers may be left out. */
    static final long WARM = 100;

    /** Numbers that may be left out until {@link #WARM} blocks have been seen. */
    static final long LEAST_COLD = 128;

    private static final long TIMES = 4;
    private static final long PERIOD = 1_000;

    private long most;
    private long formerMost;
    private long blocks;

    /** The state of {@link #most()}, {@link #formerMost()} and {@link #blocks()}. */
    void restore(long newMost, long newFormerMost, long newBlocks) {
        most = newMost;
        formerMost = newFormerMost;
        blocks = newBlocks;
    }

    /** Largest number of numbers left out in a row in the current period. */
    long most() {
        return most;
    }

    /** Largest number of numbers left out in a row in the previous period. */
    long formerMost() {
        return formerMost;
    }

    /** Number of blocks seen, which determines whether the bound is known and when the period ends. */
    long blocks() {
        return blocks;
    }

    /** Largest number of numbers that may be left out in a row. */
    long value() {
        return Math.max(blocks < WARM ? LEAST_COLD : LEAST, TIMES * Math.max(most, formerMost));
    }

    /**
     * Adds the next block, before which {@code leftOut} numbers were left out; returns whether these are more than the bound.
     */
    boolean exceeds(long leftOut) {
        long bound = value();
        boolean exceeds = blocks >= FIRST && leftOut > bound;
        most = Math.max(most, Math.min(leftOut, 2 * bound / TIMES));
        blocks++;
        if (blocks % PERIOD == 0) {
            formerMost = most;
            most = 0;
        }
        return exceeds;
    }
}
