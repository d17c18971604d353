package io.orderwire.runtime.figures;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a stage is slow. It becomes slow when the p99 of an {@link AgeWindow} exceeds half the age at which the stage sheds
 * data, and stays slow until the p99 has been below a quarter of that age for 10 s. Logs both changes once. Thread-safe.
 */
public final class Slowness {
    private static final Logger log = LoggerFactory.getLogger(Slowness.class);
    private static final long CALM_MS = TimeUnit.SECONDS.toMillis(10);

    private final String stage;
    private final String handled;
    private final long maxAgeMs;
    private final AgeWindow ages;
    private volatile List<String> reasons = List.of();
    private long notCalmMs;

    /**
     * A stage that is not slow.
     *
     * @param stage its name, {@link Figures#PARSER} for one
     * @param handled the data that the ages belong to, such as {@code blocks}
     * @param maxAgeMs the age at which it sheds data, or would with {@code overload=latest}, milliseconds
     */
    public Slowness(String stage, String handled, long maxAgeMs, AgeWindow ages) {
        this.stage = stage;
        this.handled = handled;
        this.maxAgeMs = maxAgeMs;
        this.ages = ages;
    }

    /** Updates the reasons, about once a second, by a clock that is never set; returns the new {@link #reasons()}. */
    public synchronized List<String> look(long nowMs) {
        long p99Ms = ages.p99Ms(nowMs);
        boolean slow = !reasons.isEmpty();
        if (p99Ms * 2 > maxAgeMs) {
            notCalmMs = nowMs;
            reasons = List.of("the " + stage + " is slow: " + p99(p99Ms) + ", over " + maxAgeMs / 2);
            if (!slow) {
                log.warn("{}", reasons.get(0));
            }
        } else if (slow) {
            // The wait starts again if nowMs went backwards.
            notCalmMs = p99Ms * 4 < maxAgeMs ? Math.min(notCalmMs, nowMs) : nowMs;
            if (nowMs - notCalmMs >= CALM_MS) {
                reasons = List.of();
                log.info("the {} is not slow any more: {}", stage, p99(p99Ms));
            } else {
                reasons = List.of("the " + stage + " was slow: " + p99(p99Ms) + ", and has not been below "
                        + (maxAgeMs + 3) / 4 + " for " + TimeUnit.MILLISECONDS.toSeconds(CALM_MS) + " s");
            }
        }
        return reasons;
    }

    private String p99(long p99Ms) {
        return "p99 of the age of its " + handled + " is " + p99Ms + " ms";
    }

    /** Why the stage is degraded as of the last look, one sentence with figures in milliseconds; empty when it is not. */
    public List<String> reasons() {
        return reasons;
    }
}
