package io.orderwire.parser.parse;

import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.RecordAges;
import io.orderwire.runtime.clock.SteadyClock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Ages on a clock that does not move; unknown for records whose waiting time is unknown. */
final class TestAges {
    private TestAges() {}

    static RecordAges at(Instant now) {
        SteadyClock clock = new SteadyClock(Clock.fixed(now, ZoneOffset.UTC), () -> 0);
        return new RecordAges(clock, new ClockSkew(clock, "the ingestor's"));
    }
}
