package io.orderwire.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that advances by a fixed step on each read, and on request. */
final class TestClock extends Clock {
    private final Duration step;
    private Instant now;

    TestClock(String start, Duration step) {
        this.now = Instant.parse(start);
        this.step = step;
    }

    /** A clock about as fast as lines are written, so that times inside them look as they do on a real clock. */
    static TestClock running() {
        return new TestClock("2026-06-05T17:39:13.024084407Z", Duration.ofNanos(20_011));
    }

    void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        Instant read = now;
        now = now.plus(step);
        return read;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the clock is in UTC");
    }
}
