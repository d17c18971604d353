package io.orderwire.gateway.fanout;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time in which work is paid for: that of the machine, and what the orders of a backlog span beyond the time in which
 * they are read. Else catching up would cost in a moment what may be used in seconds, and end subscriptions of clients that
 * have asked for no more than before. Used by the reading thread.
 */
final class WorkClock implements LongSupplier {
    /** What accounts save up makes up for less. */
    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(125);

    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final LongSupplier nanoTime;
    private long readNanos;
    private long newestMs;
    private long behindNanos;
    private long givenNanos;

    WorkClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** An order of that time, epoch milliseconds, is read. */
    void order(long timestampMs) {
        if (timestampMs <= newestMs) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (newestMs > 0) {
            long spannedMs = Math.min(timestampMs - newestMs, TimeUnit.NANOSECONDS.toMillis(MOST_NANOS));
            long passed = Math.min(now - readNanos, MOST_NANOS);
            long before = behindNanos;
            long after = before + passed - TimeUnit.MILLISECONDS.toNanos(spannedMs);
            behindNanos = Math.max(0, Math.min(MOST_NANOS, after));
            givenNanos += Math.max(0, owed(before) - owed(behindNanos));
        }
        readNanos = now;
        newestMs = timestampMs;
    }

    private static long owed(long behind) {
        return Math.max(0, behind - LEAST_NANOS);
    }

    @Override
    public long getAsLong() {
        return nanoTime.getAsLong() + givenNanos;
    }
}
