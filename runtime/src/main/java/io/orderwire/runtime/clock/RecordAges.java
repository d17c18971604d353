package io.orderwire.runtime.clock;

/**
 * How old records are whose timestamps another host wrote, whatever its clock and this host's say. A record that has waited
 * here for a known time is older than that by its way, as far as its timestamp can be believed. Thread-safe.
 */
public final class RecordAges {
    /** An age that is not known. */
    public static final long UNKNOWN = -1;

    /** Ages stay unknown so long at the start, unless they can be corrected for a skew. */
    public static final long GRACE_MS = 5_000;

    private final SteadyClock clock;
    private final ClockSkew skew;

    /** @param skew to be told of every timestamp whose record has waited for a known time */
    public RecordAges(SteadyClock clock, ClockSkew skew) {
        this.clock = clock;
        this.skew = skew;
    }

    /** Epoch milliseconds for intervals, not to be stored. */
    public long nowMs() {
        return clock.millis();
    }

    /**
     * The age of a record, or {@link #UNKNOWN}.
     *
     * @param writtenMs its timestamp
     * @param waitedMs how long it could have been read, {@link #UNKNOWN} when that is not known
     */
    public long ageMs(long writtenMs, long waitedMs) {
        long ageMs = clock.millis() - writtenMs;
        if (waitedMs >= 0) {
            skew.sample(writtenMs, waitedMs);
            return ClockSkew.isPlausible(ageMs - waitedMs) ? Math.max(0, ageMs) : waitedMs;
        }
        return skew.isKnown() || clock.runningMs() >= GRACE_MS ? correctedMs(writtenMs) : UNKNOWN;
    }

    /** How long ago something was written, corrected for what is known of the skew. */
    public long correctedMs(long writtenMs) {
        return Math.max(0, clock.millis() - writtenMs - skew.correctionMs());
    }
}
