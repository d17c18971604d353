package io.orderwire.gateway.source;

import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Ages of orders where the clocks of both hosts agree. */
final class TestAges {
    private TestAges() {}

    /** Ages by a clock that does not move. */
    static OrderAges at(long nowMs) {
        return by(() -> nowMs);
    }

    static OrderAges by(LongSupplier nowMs) {
        Clock wall = Clock.fixed(Instant.ofEpochMilli(nowMs.getAsLong()), ZoneOffset.UTC);
        SteadyClock clock = new SteadyClock(wall, () -> TimeUnit.MILLISECONDS.toNanos(nowMs.getAsLong()));
        ClockSkew skew = new ClockSkew(clock, "the ingestor's");
        skew.sample(nowMs.getAsLong(), 0);
        return new OrderAges(clock, skew);
    }
}
