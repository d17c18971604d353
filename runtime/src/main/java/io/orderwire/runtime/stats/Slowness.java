package io.orderwire.runtime.stats;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a stage is slow. It becomes slow when the p99 of an {@link AgeWindow} exceeds half the age at which the stage sheds
 * data, and stays slow until the p99 has been below a quarter of that age for 10 s. While it is {@linkplain WarmUp warming up}
 * it is not slow, whatever the p99 is. Logs each change once, and logs if the stage sheds while it is warming up. Thread-safe.
 */
public final class Slowness {
    private static final Logger log = LoggerFactory.getLogger(Slowness.class);
    private static final long CALM_MS = TimeUnit.SECONDS.toMillis(10);

    private final String stage;
    private final String handled;
    private final long maxAgeMs;
    private final AgeWindow ages;
    private final WarmUp warmUp;
    private volatile List<Reason> reasons = List.of();
    private volatile List<Reason> warming = List.of();

    @GuardedBy("this")
    private long notCalmMs;

    @GuardedBy("this")
    private long worstMs;

    @GuardedBy("this")
    private long slowWorstMs;

    @GuardedBy("this")
    private boolean coldSheddingLogged;

    /**
     * A stage whose warm-up begins with the first call of {@link #look}.
     *
     * @param stage its name, {@link StatsNames#PARSER} for one
     * @param handled plural name of the data that is handled, such as {@code blocks}
     * @param maxAgeMs the age at which it sheds data, or would with {@code overload=latest}, milliseconds
     * @param warmUpMs longest time that it warms up, milliseconds; 0 for no warm-up
     */
    public Slowness(String stage, String handled, long maxAgeMs, long warmUpMs, AgeWindow ages) {
        this.stage = stage;
        this.handled = handled;
        this.maxAgeMs = maxAgeMs;
        this.ages = ages;
        this.warmUp = new WarmUp(warmUpMs);
    }

    /**
     * Updates the reasons. To be called about once a second, with the time of a clock that is never set.
     *
     * @param mode how the stage deals with its lag
     * @return the new {@link #reasons()}
     */
    public synchronized List<Reason> look(long nowMs, StageMode mode) {
        long p99Ms = ages.p99Ms(nowMs);
        if (!warmUp.isOver()) {
            warmUp(p99Ms, nowMs, mode);
        }
        if (warmUp.isOver()) {
            judge(p99Ms, nowMs);
        }
        return reasons;
    }

    @GuardedBy("this")
    private void warmUp(long p99Ms, long nowMs, StageMode mode) {
        boolean late = p99Ms * 2 > maxAgeMs;
        boolean ended = warmUp.endsAt(nowMs, !ages.isEmpty() && p99Ms * 4 < maxAgeMs);
        warming = late && !ended
                ? List.of(ReasonCode.WARMING_UP.because("warming up: " + p99(p99Ms) + ", over " + maxAgeMs / 2))
                : List.of();
        if (mode == StageMode.SHEDDING && !coldSheddingLogged) {
            coldSheddingLogged = true;
            log.warn(
                    "the {} sheds data at a cold start, {} ms after it began: it could not catch up in time",
                    stage,
                    warmUp.lastedMs(nowMs));
        }
        worstMs = Math.max(worstMs, p99Ms);
        if (ended && !late && worstMs * 2 > maxAgeMs) {
            log.info(
                    "the {} has warmed up after {} ms: {}, after {} ms at worst",
                    stage,
                    warmUp.lastedMs(nowMs),
                    p99(p99Ms),
                    worstMs);
        }
    }

    @GuardedBy("this")
    private void judge(long p99Ms, long nowMs) {
        boolean slow = !reasons.isEmpty();
        if (p99Ms * 2 > maxAgeMs) {
            notCalmMs = nowMs;
            slowWorstMs = Math.max(slow ? slowWorstMs : 0, p99Ms);
            String text = "the " + stage + " is slow: " + p99(p99Ms) + ", over " + maxAgeMs / 2;
            reasons = List.of(ReasonCode.SLOW.because(text));
            if (!slow) {
                log.warn("{}", text);
            }
        } else if (slow) {
            // The wait starts again if nowMs went backwards.
            notCalmMs = p99Ms * 4 < maxAgeMs ? Math.min(notCalmMs, nowMs) : nowMs;
            if (nowMs - notCalmMs >= CALM_MS) {
                reasons = List.of();
                log.info("the {} is not slow any more: {}", stage, p99(p99Ms));
            } else {
                reasons = List.of(ReasonCode.RECOVERING.because(recovering(p99Ms, CALM_MS - (nowMs - notCalmMs))));
            }
        }
    }

    @GuardedBy("this")
    private String recovering(long p99Ms, long leftMs) {
        String now = ages.isEmpty() ? "it has had no " + handled + " for 5 s" : "it is " + p99Ms + " ms now";
        return "the " + stage + " was slow, and recovers: p99 of the age of its " + handled + " was " + slowWorstMs
                + " ms, " + now + "; well after " + TimeUnit.MILLISECONDS.toSeconds(leftMs + 999) + " s more below "
                + (maxAgeMs + 3) / 4 + " ms";
    }

    private String p99(long p99Ms) {
        return "p99 of the age of its " + handled + " is " + p99Ms + " ms";
    }

    /**
     * Why the stage was degraded at the last {@link #look}: one sentence with times in milliseconds; empty if it was not
     * degraded.
     */
    public List<Reason> reasons() {
        return reasons;
    }

    /** Adds the percentiles of the ages at the last {@link #look} to the figures of a snapshot, if there are any. */
    public void addTo(Map<String, Long> figures) {
        ages.addTo(figures);
    }

    /** Whether the stage started recently, so that it is expected to be slow. */
    public boolean isWarming() {
        return !warmUp.isOver();
    }

    /**
     * State of the stage at the last {@link #look}, without {@link #reasons()}.
     *
     * @param catchUp how it deals with its lag
     * @param others further reasons for which the stage is still warming up; may be empty
     */
    public StageState state(CatchUpStats catchUp, List<Reason> others) {
        List<Reason> all = new ArrayList<>(others);
        all.addAll(warming);
        return new StageState(isWarming(), List.copyOf(all), catchUp);
    }
}
