package io.orderwire.ingestor.tail;

import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import java.util.concurrent.TimeUnit;

/** Learns from lines how the clock of the node's host differs from this host's. Used by the ingestor's thread. */
final class NodeClock {
    /** A line tells the difference so often: finding its time costs more than splitting it. */
    private static final long INTERVAL_MS = 200;

    /** Clocks do not differ by more: lines from another day were recorded and are written again. */
    private static final long RECORDED_MS = TimeUnit.DAYS.toMillis(1);

    private final SteadyClock clock;
    private final ClockSkew skew;
    private long askedMs;

    NodeClock(SteadyClock clock, ClockSkew skew) {
        this.clock = clock;
        this.skew = skew;
    }

    /** Whether it is time for another line. */
    boolean isDue() {
        return clock.millis() - askedMs >= INTERVAL_MS;
    }

    /** A line that was seen in its file that long ago begins with those bytes. */
    void line(byte[] bytes, int length, long seenAgoMs) {
        long now = clock.millis();
        askedMs = now;
        long writtenMs = LineTime.local(bytes, length);
        if (writtenMs != LineTime.UNKNOWN && Math.abs(now - writtenMs) < RECORDED_MS) {
            skew.sample(writtenMs, seenAgoMs);
        }
    }
}
