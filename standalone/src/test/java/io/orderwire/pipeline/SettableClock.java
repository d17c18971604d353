package io.orderwire.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The wall clock of a host that is wrong, and may be set while processes run. */
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
