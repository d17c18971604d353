package io.orderwire.ingestor;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** The host's clock: a wall clock that can be set, and a monotonic one that cannot. */
public final class TestClock extends Clock {
    private long steadyMs = 1_800_000_000_000L;
    private long setByMs;

    /** Lets time pass on both clocks. */
    public void pass(long ms) {
        steadyMs += ms;
    }

    /** Sets the wall clock that far ahead of the monotonic one, or back. */
    public void set(long aheadMs) {
        setByMs = aheadMs;
    }

    /** The time of the monotonic clock. */
    public long steadyMs() {
        return steadyMs;
    }

    /** A time later than all others. */
    public long tickMs() {
        return ++steadyMs;
    }

    /** The time of the monotonic clock in nanoseconds. */
    public long nanoTime() {
        return TimeUnit.MILLISECONDS.toNanos(steadyMs);
    }

    /** The time as the node writes it. */
    public String text() {
        // Always with the same number of digits, so that lines of one kind have one length.
        return LocalDateTime.ofInstant(instant(), ZoneOffset.UTC).plusNanos(1).toString();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(steadyMs + setByMs);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
