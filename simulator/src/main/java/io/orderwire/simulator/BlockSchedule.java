package io.orderwire.simulator;

import java.util.SplittableRandom;

/**
 * Determines when blocks are due and how many events each has: about 15.6 blocks per second of uneven sizes, some of them
 * empty if blocks are small, and the given rate on average. The schedule depends on the seed only, not on the progress of
 * writing.
 */
final class BlockSchedule {
    /**
     * Average events of a block at full speed: one block of the highest rate that was ever claimed for a node, 315,000/s.
     */
    static final int EVENTS_AT_FULL_SPEED = 20_000;

    private static final double BLOCKS_PER_SECOND = 15.6;
    private static final double NANOS_PER_SECOND = 1e9;

    /** If blocks have fewer events than this on average, some are empty, like those of a single coin. */
    private static final double SMALL_BLOCK = 400;

    private static final double EMPTY_PART = 0.08;

    /**
     * A block that is not empty has at least 1 to this many events, chosen at random, so that actions of several events fit
     * into it.
     */
    private static final int FEW_EVENTS = 6;

    /** Bounds a by-block line to about 48 MB; no disk is fast enough to reach it. */
    static final int MAX_EVENTS = 100_000;

    private final double linesPerSecond;
    private final double endNanos;
    private final SplittableRandom random;
    private double nanos;
    private double scheduled;
    private boolean ended;

    /** A schedule for {@code seconds}; 0 for one without an end. */
    BlockSchedule(double linesPerSecond, long seconds, SplittableRandom random) {
        this.linesPerSecond = linesPerSecond;
        this.endNanos = seconds == 0 ? Double.POSITIVE_INFINITY : seconds * NANOS_PER_SECOND;
        this.random = random;
    }

    /** Whether {@link #next} has returned the last block. */
    boolean ended() {
        return ended;
    }

    /** Whether blocks are due one after the other without a pause. */
    boolean fullSpeed() {
        return Double.isInfinite(linesPerSecond);
    }

    /**
     * Returns the next block. The last one is due at the end, and has all events that the earlier ones are missing from the
     * rate.
     */
    Due next() {
        if (fullSpeed()) {
            return new Due(0, EVENTS_AT_FULL_SPEED / 2 + random.nextInt(EVENTS_AT_FULL_SPEED));
        }
        nanos += NANOS_PER_SECOND / BLOCKS_PER_SECOND * (0.75 + random.nextDouble() / 2);
        ended = nanos >= endNanos;
        nanos = Math.min(nanos, endNanos);
        double due = linesPerSecond * nanos / NANOS_PER_SECOND - scheduled;
        int events = (int) Math.min(MAX_EVENTS, ended ? Math.round(due) : Math.floor(some(due)));
        scheduled += events;
        return new Due((long) nanos, events);
    }

    private double some(double due) {
        boolean small = linesPerSecond < SMALL_BLOCK * BLOCKS_PER_SECOND;
        boolean empty = small && random.nextDouble() < EMPTY_PART;
        int few = 1 + random.nextInt(FEW_EVENTS);
        double part = 0.4 + 0.6 * random.nextDouble();
        return empty || due < few ? 0 : Math.max(few, due * part);
    }

    /**
     * A block to write.
     *
     * @param afterNanos when it is due, nanoseconds after the start
     * @param events how many events it has
     */
    record Due(long afterNanos, int events) {}
}
