package io.orderwire.gateway.hub;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The clock by which work accounts fill. It advances with the machine's time; while the hub catches up, also by the time
 * that the orders span beyond the time that reading them takes. Otherwise catching up would charge seconds of work in a
 * moment, and end subscriptions of clients whose orders cost no more than before.
 */
final class WorkClock implements LongSupplier {
    /** The capacity of an account covers shorter lags. */
    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1) / WorkAccount.BURSTS_PER_SECOND;

    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final LongSupplier nanoTime;
    private long readNanos;
    private long newestMs;
    private long lagNanos;
    private long creditNanos;

    WorkClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes the timestamp of an order that was read, epoch milliseconds. */
    void order(long timestampMs) {
        if (timestampMs <= newestMs) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (newestMs > 0) {
            long spannedMs = Math.min(timestampMs - newestMs, TimeUnit.NANOSECONDS.toMillis(MOST_NANOS));
            long passed = Math.min(now - readNanos, MOST_NANOS);
            long before = lagNanos;
            long after = before + passed - TimeUnit.MILLISECONDS.toNanos(spannedMs);
            lagNanos = Math.max(0, Math.min(MOST_NANOS, after));
            creditNanos += Math.max(0, creditable(before) - creditable(lagNanos));
        }
        readNanos = now;
        newestMs = timestampMs;
    }

    private static long creditable(long lag) {
        return Math.max(0, lag - LEAST_NANOS);
    }

    @Override
    public long getAsLong() {
        return nanoTime.getAsLong() + creditNanos;
    }
}
