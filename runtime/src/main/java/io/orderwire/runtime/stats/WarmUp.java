package io.orderwire.runtime.stats;

import java.util.concurrent.TimeUnit;

/**
 * The first seconds of a stage, when Java still compiles its code. It begins with the first look, and is over once the stage
 * has handled data and been fast for 10 s, or after a bound. A stage without data stays in it until the bound, because its
 * code is still to be compiled. Times are of a clock that is never set. Not thread-safe, except for {@link #isOver()}.
 */
final class WarmUp {
    private static final long CALM_MS = TimeUnit.SECONDS.toMillis(10);

    private final long maxMs;
    private boolean begun;
    private long beganMs;
    private long notCalmMs;
    private volatile boolean over;

    /** @param maxMs the bound; with 0 there is no warm-up */
    WarmUp(long maxMs) {
        this.maxMs = maxMs;
        this.over = maxMs == 0;
    }

    /**
     * Updates {@link #isOver()}, about once a second.
     *
     * @param fast whether the stage has handled data lately, all of it in time
     * @return whether the warm-up ended now
     */
    boolean endsAt(long nowMs, boolean fast) {
        if (over) {
            return false;
        }
        // It begins again if nowMs went backwards.
        if (!begun || nowMs < beganMs) {
            begun = true;
            beganMs = nowMs;
            notCalmMs = nowMs;
        }
        if (!fast) {
            notCalmMs = nowMs;
        }
        over = nowMs - beganMs >= maxMs || nowMs - notCalmMs >= CALM_MS;
        return over;
    }

    /** From any thread. */
    boolean isOver() {
        return over;
    }

    /** How long it has lasted, milliseconds. */
    long lastedMs(long nowMs) {
        return nowMs - beganMs;
    }
}
