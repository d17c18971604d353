package io.orderwire.runtime.clock;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Begins at the time of the wall clock and continues by monotonic time, so that no step of the wall clock reaches ages and
 * intervals. Thread-safe.
 */
public final class SteadyClock {
    private final Clock wall;
    private final LongSupplier nanoTime;
    private final long beginMs;
    private final long beginNanos;

    /** Begins now. */
    public SteadyClock(Clock wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.beginMs = wall.millis();
        this.beginNanos = nanoTime.getAsLong();
    }

    /** Epoch milliseconds as of the beginning, plus what has passed since. */
    public long millis() {
        return beginMs + runningMs();
    }

    /** How long this clock has been running. */
    public long runningMs() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - beginNanos);
    }

    /** How far the wall clock is ahead of this one, because it was set. */
    public long wallAheadMs() {
        return wall.millis() - millis();
    }
}
