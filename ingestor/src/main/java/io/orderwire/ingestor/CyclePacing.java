package io.orderwire.ingestor;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decides when a cycle that is not full is committed. The pause between the starts of two transactions is at least the option's,
 * and twice as long as the last commit took, up to 25 ms: while the machine has time, data does not wait, and under load
 * transactions, which cost the same whatever their size, become fewer. Not thread-safe.
 */
final class CyclePacing {
    private static final int PAUSE_IN_COMMITS = 2;
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private final long leastNanos;
    private final LongSupplier nanoTime;
    private long pauseNanos;
    private long begunNanos;

    /**
     * The first cycle is due at once.
     *
     * @param leastNanos least time between the starts of two transactions, nanoseconds
     * @param nanoTime monotonic time
     */
    CyclePacing(long leastNanos, LongSupplier nanoTime) {
        this.leastNanos = leastNanos;
        this.nanoTime = nanoTime;
        this.pauseNanos = leastNanos;
        this.begunNanos = nanoTime.getAsLong() - leastNanos;
    }

    /** A transaction began at {@code sinceNanos}. */
    void begun(long sinceNanos) {
        begunNanos = sinceNanos;
    }

    /** A commit took {@code nanos}. */
    void committed(long nanos) {
        pauseNanos = Math.max(leastNanos, Math.min(LONGEST_PAUSE_NANOS, PAUSE_IN_COMMITS * nanos));
    }

    /** The time until the next cycle is due, 0 if it is. */
    long nanosToDue() {
        return Math.max(0, pauseNanos - (nanoTime.getAsLong() - begunNanos));
    }
}
