package io.orderwire.ingestor.tail;

import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import java.util.concurrent.TimeUnit;

/** Samples the skew between the clocks of the node's host and of this host. */
final class NodeClock {
    /** Least time between two samples: parsing the time of a line costs more than splitting the line. */
    private static final long INTERVAL_MS = 200;

    /** A larger difference is not a skew: the lines were recorded on another day and are being replayed into the file. */
    private static final long RECORDED_MS = TimeUnit.DAYS.toMillis(1);

    private final SteadyClock clock;
    private final ClockSkew skew;
    private long askedMs;

    NodeClock(SteadyClock clock, ClockSkew skew) {
        this.clock = clock;
        this.skew = skew;
    }

    /** Whether another sample is due. */
    boolean isDue() {
        return clock.millis() - askedMs >= INTERVAL_MS;
    }

    /** Takes a sample from a line that begins with {@code bytes} and was seen in its file {@code seenAgoMs} ago. */
    void line(byte[] bytes, int length, long seenAgoMs) {
        long now = clock.millis();
        askedMs = now;
        long writtenMs = LineTime.local(bytes, length);
        if (writtenMs != LineTime.UNKNOWN && Math.abs(now - writtenMs) < RECORDED_MS) {
            skew.sample(writtenMs, seenAgoMs);
        }
    }
}
