package io.orderwire.runtime.clock;

/**
 * Ages of records whose timestamps another host wrote, corrected for differences between the clocks. If the time that a record
 * has waited here is known, its age is at most that wait plus a plausible transit time. Thread-safe.
 */
public final class RecordAges {
    /** Stands for an age that is not known. */
    public static final long UNKNOWN = -1;

    /** Ages without a known wait stay unknown for this long after the start, unless the skew is known earlier. */
    public static final long GRACE_MS = 5_000;

    private final SteadyClock clock;
    private final ClockSkew skew;

    /** @param skew receives the timestamp of every record whose wait is known */
    public RecordAges(SteadyClock clock, ClockSkew skew) {
        this.clock = clock;
        this.skew = skew;
    }

    /** Epoch milliseconds of a clock that is never set: for intervals only, not to be shown or stored. */
    public long nowMs() {
        return clock.millis();
    }

    /**
     * The age of a record, or {@link #UNKNOWN}.
     *
     * @param writtenMs its timestamp, epoch milliseconds
     * @param waitedMs for how long the record could have been read, milliseconds; {@link #UNKNOWN} if not known
     */
    public long ageMs(long writtenMs, long waitedMs) {
        long ageMs = clock.millis() - writtenMs;
        if (waitedMs >= 0) {
            skew.sample(writtenMs, waitedMs);
            return ClockSkew.isPlausible(ageMs - waitedMs) ? Math.max(0, ageMs) : waitedMs;
        }
        return skew.isKnown() || clock.runningMs() >= GRACE_MS ? correctedMs(writtenMs) : UNKNOWN;
    }

    /** Age of a timestamp, milliseconds, corrected for the skew as far as it is known. */
    public long correctedMs(long writtenMs) {
        return Math.max(0, clock.millis() - writtenMs - skew.correctionMs());
    }
}
