package io.orderwire.ingestor.node;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Detects that the node lags too far behind the chain. Only lines that arrived while this process was running count, because
 * old files show the past. Times are of the steady clock. Not thread-safe.
 */
final class LagAlarm {
    /**
     * Time for which the limit must be exceeded; a little less than the interval between two calls of {@link #look}, so that
     * two calls in a row must find it exceeded, and a single unusual line is not reported.
     */
    static final long LASTING_MS = 900;

    /** Time after the last line over the limit at which the alarm ends, so that a lag near the limit does not make it flap. */
    static final long CALM_MS = 5_000;

    private static final long NEVER = Long.MIN_VALUE;

    private final long maxMs;
    private long changingSinceMs = NEVER;
    private long lagMs;
    private boolean raised;

    /**
     * @param maxMs lag from which on the alarm is raised, milliseconds; 0 for never
     */
    LagAlarm(long maxMs) {
        this.maxMs = maxMs;
    }

    /** Checks the newest line, which is null if there is none; to be called about once a second. */
    void look(@Nullable NodeLine newest, long nowMs) {
        Long lag = newest == null || !newest.live() ? null : newest.lagMs();
        boolean over = maxMs > 0 && lag != null && lag >= maxMs;
        if (over && lag != null) {
            lagMs = lag;
        }
        if (over == raised) {
            changingSinceMs = NEVER;
            return;
        }
        if (changingSinceMs == NEVER) {
            changingSinceMs = nowMs;
        }
        if (nowMs - changingSinceMs >= (raised ? CALM_MS : LASTING_MS)) {
            raised = over;
            changingSinceMs = NEVER;
        }
    }

    /** The lag as a reason, null if it is within the limit. */
    @Nullable
    Reason reason() {
        return raised
                ? ReasonCode.NODE_LAGS.because("node: " + Math.round(lagMs / 1_000.0) + " s behind the chain")
                : null;
    }
}
