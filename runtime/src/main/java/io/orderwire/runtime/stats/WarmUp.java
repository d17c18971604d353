package io.orderwire.runtime.stats;

import java.util.concurrent.TimeUnit;

/**
 * The first seconds of a stage, in which Java still compiles its code. The warm-up begins with the first call of {@link
 * #endsAt}, and is over once the stage has handled data and has been fast for 10 s, or after a bound. A stage without data
 * warms up until the bound, because its code has not been compiled yet. Times come from a clock that is never set. Not
 * thread-safe, except for {@link #isOver()}.
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
     * Updates {@link #isOver()}. To be called about once a second.
     *
     * @param fast whether the stage has recently handled data, and handled all of it in time
     * @return whether the warm-up ended now
     */
    boolean endsAt(long nowMs, boolean fast) {
        if (over) {
            return false;
        }
        // The warm-up begins again if nowMs went backwards.
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

    /** How long the warm-up has lasted, milliseconds. */
    long lastedMs(long nowMs) {
        return nowMs - beganMs;
    }
}
