package io.orderwire.simulator;

import java.time.Clock;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * A wall clock that is cheap enough to be read for every line. Nanoseconds since 1970, strictly ascending.
 *
 * <p>The system clock is read every 16 lines. Lines in between advance by less than the time that it takes to write one, so
 * that no line is ahead of the clock by more than microseconds.
 */
final class LineClock {
    private static final int LINES_BETWEEN_READINGS = 16;
    private static final int STEP_NANOS = 256;

    private final Clock clock;
    private final SplittableRandom random;
    private int linesSinceReading;
    private long lastNanos;

    LineClock(Clock clock, SplittableRandom random) {
        this.clock = clock;
        this.random = random;
    }

    static long epochNanos(Clock clock) {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** The next line's time. */
    long next() {
        long time = lastNanos + STEP_NANOS + random.nextInt(STEP_NANOS);
        if (++linesSinceReading >= LINES_BETWEEN_READINGS) {
            linesSinceReading = 0;
            time = Math.max(time, epochNanos(clock));
        }
        lastNanos = time;
        return time;
    }

    /** Reads the clock for the first line of a block. */
    void read() {
        linesSinceReading = 0;
        lastNanos = Math.max(lastNanos, epochNanos(clock));
    }
}
