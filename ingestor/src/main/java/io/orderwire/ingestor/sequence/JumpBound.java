package io.orderwire.ingestor.sequence;

/**
 * How many block numbers may be left out between two blocks of a streaming file, where a block without events leaves no line:
 * some times the most that were left out in the recent past. A single large jump raises it to at most twice its value. Not
 * thread-safe.
 */
final class JumpBound {
    /** Numbers left out that never mean a loss: a filtered or quiet node skips a few blocks in a row. */
    static final long LEAST = 16;

    /** Blocks after which the bound is known. */
    static final long WARM = 100;

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

    /** Most numbers left out in the present period. */
    long most() {
        return most;
    }

    /** Most numbers left out in the period before it. */
    long formerMost() {
        return formerMost;
    }

    /** Blocks seen, which says whether the bound is known and when the period ends. */
    long blocks() {
        return blocks;
    }

    /** Most numbers that may be left out. */
    long value() {
        return Math.max(LEAST, TIMES * Math.max(most, formerMost));
    }

    /** Takes the next block, before which so many numbers were left out; returns whether that is more than the bound. */
    boolean exceeds(long leftOut) {
        long bound = value();
        boolean exceeds = blocks >= WARM && leftOut > bound;
        most = Math.max(most, Math.min(leftOut, 2 * bound / TIMES));
        blocks++;
        if (blocks % PERIOD == 0) {
            formerMost = most;
            most = 0;
        }
        return exceeds;
    }
}
