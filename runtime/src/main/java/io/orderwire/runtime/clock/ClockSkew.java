package io.orderwire.runtime.clock;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far this host's clock is from that of another host, estimated from times that the other host wrote: each was written
 * some time before it is seen here, so the least difference of some seconds is the skew and the shortest way. A difference
 * below zero cannot be a way. One above {@value #AHEAD_MS} ms is not taken for one either if it lasts.
 *
 * <p>A skew is a reason while it lasts, with hysteresis: the clocks may differ by less on every host that has no time
 * synchronisation, and one slow way is not a skew. Thread-safe; sampling neither locks nor allocates.
 */
public final class ClockSkew {
    /** This host is behind by more: the way cannot explain a time in the future, but a second is nothing to report. */
    static final long BEHIND_MS = 1_000;

    /** This host is ahead by more: more than a way through Kafka takes unless Kafka is in trouble. */
    static final long AHEAD_MS = 2_000;

    /** The estimate is the least difference of so many looks. */
    static final int LOOKS = 5;

    /** A skew is reported when it has lasted so long, which is longer than an estimate lags behind a clock that was set. */
    static final long LASTING_MS = 7_000;

    /** No difference is known. */
    private static final long NONE = Long.MAX_VALUE;

    private static final Logger log = LoggerFactory.getLogger(ClockSkew.class);

    private final SteadyClock clock;
    private final String whose;
    private final LongAccumulator least = new LongAccumulator(Math::min, NONE);
    private final long[] looks = new long[LOOKS];
    private int look;
    private volatile long estimateMs = NONE;
    private volatile List<String> reasons = List.of();
    private long changingSinceMs = NONE;

    /**
     * Nothing is known yet.
     *
     * @param clock this host's
     * @param whose the other clock's owner, in the words of the reason: {@code the ingestor's}
     */
    public ClockSkew(SteadyClock clock, String whose) {
        this.clock = clock;
        this.whose = whose;
        Arrays.fill(looks, NONE);
    }

    /**
     * The other host wrote that time.
     *
     * @param waitedMs how long it has been known here, or could have been
     */
    public void sample(long writtenMs, long waitedMs) {
        least.accumulate(clock.millis() - waitedMs - writtenMs);
    }

    /** Whether a difference can be a way alone. */
    static boolean isPlausible(long differenceMs) {
        return differenceMs >= -BEHIND_MS && differenceMs <= AHEAD_MS;
    }

    /** True once there was a sample. */
    public boolean isKnown() {
        return estimate() != NONE;
    }

    /** What to subtract from the age of a time that the other host wrote, 0 while no skew is known. */
    public long correctionMs() {
        long known = estimate();
        return known == NONE || isPlausible(known) ? 0 : known;
    }

    /** The time by the other host's clock as far as known, epoch milliseconds. */
    public long othersMillis() {
        return clock.millis() - correctionMs();
    }

    private long estimate() {
        return Math.min(estimateMs, least.get());
    }

    /** Takes stock; to be called about once a second. Returns the same as {@link #reasons()} from then on. */
    public synchronized List<String> look() {
        looks[look] = least.getThenReset();
        look = (look + 1) % LOOKS;
        long lately = Arrays.stream(looks).min().orElse(NONE);
        if (lately != NONE) {
            estimateMs = lately;
        }
        if (estimateMs != NONE) {
            judge(estimateMs + clock.wallAheadMs());
        }
        return reasons;
    }

    private void judge(long skewMs) {
        boolean told = !reasons.isEmpty();
        boolean changes = told ? isPlausible(skewMs * 2) : !isPlausible(skewMs);
        long now = clock.millis();
        if (!changes) {
            changingSinceMs = NONE;
        } else if (changingSinceMs == NONE) {
            changingSinceMs = now;
        }
        if (changes && now - changingSinceMs >= LASTING_MS) {
            changingSinceMs = NONE;
            told = !told;
            if (told) {
                log.warn("{}", reason(skewMs));
            } else {
                log.info("the clock of this host no longer differs from {}", whose);
            }
        }
        if (!told) {
            reasons = List.of();
        } else if (!isPlausible(skewMs)) {
            reasons = List.of(reason(skewMs));
        }
    }

    private String reason(long skewMs) {
        long seconds = Math.round(Math.abs(skewMs) / (double) TimeUnit.SECONDS.toMillis(1));
        return "its clock is " + seconds + " s " + (skewMs < 0 ? "behind " : "ahead of ") + whose;
    }

    /** The skew with its size, as of the last look; empty when there is none to speak of. */
    public List<String> reasons() {
        return reasons;
    }
}
