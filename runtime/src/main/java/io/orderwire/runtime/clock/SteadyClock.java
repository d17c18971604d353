package io.orderwire.runtime.clock;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Starts at the time of the wall clock and continues by monotonic time, so that a step of the wall clock does not affect ages
 * and intervals. Thread-safe.
 */
public final class SteadyClock {
    private final Clock wall;
    private final LongSupplier nanoTime;
    private final long beginMs;
    private final long beginNanos;

    /** Starts at the current time of {@code wall}. */
    public SteadyClock(Clock wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.beginMs = wall.millis();
        this.beginNanos = nanoTime.getAsLong();
    }

    /** Epoch milliseconds at the start, plus the monotonic time since then. */
    public long millis() {
        return beginMs + runningMs();
    }

    /** How long this clock has been running. */
    public long runningMs() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - beginNanos);
    }

    /** Milliseconds by which the wall clock is ahead of this clock because it was set; negative if it is behind. */
    public long wallAheadMs() {
        return wall.millis() - millis();
    }
}
