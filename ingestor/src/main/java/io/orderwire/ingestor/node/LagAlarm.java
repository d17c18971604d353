package io.orderwire.ingestor.node;

import org.jspecify.annotations.Nullable;

/**
 * Whether the node is too far behind the chain. Only lines that arrived while this process was running count: old files show
 * the past. Times are of the steady clock. Not thread-safe.
 */
final class LagAlarm {
    /** A line must be the newest for longer than one look, so that a single odd line is not reported. */
    static final long LASTING_MS = 900;

    /** Ends so long after the last line over the limit, so that a lag near the limit does not come and go. */
    static final long CALM_MS = 5_000;

    private static final long NEVER = Long.MIN_VALUE;

    private final long maxMs;
    private long changingSinceMs = NEVER;
    private long lagMs;
    private boolean raised;

    /** @param maxMs from this lag on, milliseconds; 0 for never */
    LagAlarm(long maxMs) {
        this.maxMs = maxMs;
    }

    /** Looks at the newest line, about once a second; null if there is none. */
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
    String reason() {
        return raised ? "node: " + Math.round(lagMs / 1_000.0) + " s behind the chain" : null;
    }
}
