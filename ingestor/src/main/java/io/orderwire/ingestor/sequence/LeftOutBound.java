package io.orderwire.ingestor.sequence;

/**
 * How many block numbers may be left out between two blocks of a streaming file, where a block without events leaves no line:
 * some times the most that were left out in the recent past. A single large number raises it to at most twice its value. Not
 * thread-safe.
 */
final class LeftOutBound {
    /** Numbers left out that never mean a loss: a filtered or quiet node skips a few blocks in a row. */
    static final long LEAST = 16;

    /** Blocks before which any number may be left out. */
    static final long FIRST = 8;

    /** Blocks before which little is known, so that more is allowed. */
    static final long WARM = 100;

    /** Numbers left out that are allowed until then. */
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
        return Math.max(blocks < WARM ? LEAST_COLD : LEAST, TIMES * Math.max(most, formerMost));
    }

    /** Takes the next block, before which so many numbers were left out; returns whether that is more than the bound. */
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
