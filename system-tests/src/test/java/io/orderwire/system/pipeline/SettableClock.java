package io.orderwire.system.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A wall clock that is wrong, and that a test may change while processes run. */
final class SettableClock extends Clock {
    private volatile Duration ahead;

    SettableClock(Duration ahead) {
        this.ahead = ahead;
    }

    void set(Duration newAhead) {
        ahead = newAhead;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }
}
