package io.orderwire.runtime.clock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Estimates how far this host's clock is ahead of another host's, from timestamps that the other host wrote. Each timestamp is
 * seen here some time after it was written, so the smallest difference within some seconds is the skew plus the shortest
 * transit time. A transit time cannot be negative, and a difference that stays above {@value #AHEAD_MS} ms is too long to be
 * one.
 *
 * <p>A skew is reported as a reason while it lasts, with hysteresis: smaller differences occur on every host without time
 * synchronisation, and a single slow transit is not a skew. Thread-safe; sampling neither locks nor allocates.
 */
public final class ClockSkew {
    /**
     * This clock is skewed if it is behind by more than this. A transit time cannot explain a timestamp in the future, but less
     * than a second is not worth a report.
     */
    static final long BEHIND_MS = 1_000;

    /** This clock is skewed if it is ahead by more than this: a transit through Kafka is shorter unless Kafka has a fault. */
    static final long AHEAD_MS = 2_000;

    /** The estimate is the smallest difference during this many calls of {@link #look()}, about a second apart. */
    static final int LOOKS = 5;

    /** A skew must last this long before it is reported; longer than the estimate needs to follow a clock that was set. */
    static final long LASTING_MS = 7_000;

    /** Stands for a difference that is not known. */
    private static final long NONE = Long.MAX_VALUE;

    private static final Logger log = LoggerFactory.getLogger(ClockSkew.class);

    private final SteadyClock clock;
    private final String whose;
    private final LongAccumulator least = new LongAccumulator(Math::min, NONE);

    @GuardedBy("this")
    private final long[] looks = new long[LOOKS];

    @GuardedBy("this")
    private int look;

    private volatile long estimateMs = NONE;
    private volatile List<Reason> reasons = List.of();

    @GuardedBy("this")
    private long changingSinceMs = NONE;

    /**
     * Starts without an estimate.
     *
     * @param clock clock of this host
     * @param whose owner of the other clock, as a possessive in the reason's text, such as {@code the ingestor's}
     */
    public ClockSkew(SteadyClock clock, String whose) {
        this.clock = clock;
        this.whose = whose;
        Arrays.fill(looks, NONE);
    }

    /**
     * Adds a timestamp of the other host to the estimate.
     *
     * @param writtenMs the timestamp, epoch milliseconds by the other host's clock
     * @param waitedMs for how long the timestamp has been available here, milliseconds
     */
    public void sample(long writtenMs, long waitedMs) {
        least.accumulate(clock.millis() - waitedMs - writtenMs);
    }

    /** Whether the transit time alone can explain a difference. */
    static boolean isPlausible(long differenceMs) {
        return differenceMs >= -BEHIND_MS && differenceMs <= AHEAD_MS;
    }

    /** True once a timestamp has been sampled. */
    public boolean isKnown() {
        return estimate() != NONE;
    }

    /** Milliseconds to subtract from the age of a timestamp of the other host; 0 while no skew is known. */
    public long correctionMs() {
        long known = estimate();
        return known == NONE || isPlausible(known) ? 0 : known;
    }

    /**
     * The current time of the other host's clock, epoch milliseconds; the time of this host's clock while the skew is unknown.
     */
    public long othersMillis() {
        return clock.millis() - correctionMs();
    }

    private long estimate() {
        return Math.min(estimateMs, least.get());
    }

    /** Updates the estimate and the reasons; to be called about once a second. Returns the new {@link #reasons()}. */
    public synchronized List<Reason> look() {
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

    @GuardedBy("this")
    private void judge(long skewMs) {
        boolean skewed = !reasons.isEmpty();
        boolean changes = skewed ? isPlausible(skewMs * 2) : !isPlausible(skewMs);
        long now = clock.millis();
        if (!changes) {
            changingSinceMs = NONE;
        } else if (changingSinceMs == NONE) {
            changingSinceMs = now;
        }
        if (changes && now - changingSinceMs >= LASTING_MS) {
            changingSinceMs = NONE;
            skewed = !skewed;
            if (skewed) {
                log.warn("{}", reason(skewMs));
            } else {
                log.info("the clock of this host no longer differs from {}", whose);
            }
        }
        if (!skewed) {
            reasons = List.of();
        } else if (!isPlausible(skewMs)) {
            reasons = List.of(ReasonCode.CLOCK_SKEW.because(reason(skewMs)));
        }
    }

    private String reason(long skewMs) {
        long seconds = Math.round(Math.abs(skewMs) / (double) TimeUnit.SECONDS.toMillis(1));
        return "its clock is " + seconds + " s " + (skewMs < 0 ? "behind " : "ahead of ") + whose;
    }

    /** The reported skew with its size, as of the last {@link #look()}; empty if no skew is reported. */
    public List<Reason> reasons() {
        return reasons;
    }
}
