package io.orderwire.gateway.read;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A rate that is not to be passed, with a short burst after a pause. Used by one thread. */
final class Pace {
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final int perSecond;
    private final LongSupplier nanoTime;
    private long freeAtNanos;

    Pace(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.freeAtNanos = nanoTime.getAsLong();
    }

    /** Counts so many, and returns how long to wait before the next, 0 or less for not at all. */
    long took(int count) {
        long now = nanoTime.getAsLong();
        freeAtNanos = Math.max(freeAtNanos, now - BURST_NANOS) + count * TimeUnit.SECONDS.toNanos(1) / perSecond;
        return freeAtNanos - now;
    }
}
