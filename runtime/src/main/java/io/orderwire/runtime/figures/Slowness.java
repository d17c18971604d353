package io.orderwire.runtime.figures;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a stage is slow: it is from when the p99 of an {@link AgeWindow} passes half the age at which the stage gives
 * data up, until it has been below a quarter of that for 10 s. Logged once on both. Thread-safe.
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
     * @param handled what the ages are of, such as {@code blocks}
     * @param maxAgeMs the age at which it gives up data, or would with {@code overload=latest}
     */
    public Slowness(String stage, String handled, long maxAgeMs, AgeWindow ages) {
        this.stage = stage;
        this.handled = handled;
        this.maxAgeMs = maxAgeMs;
        this.ages = ages;
    }

    /** Takes stock, about once a second of a clock that is not set; returns the same as {@link #reasons()} from then on. */
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
            // A clock that was set back begins to wait anew.
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
