package io.orderwire.gateway.session;

import java.util.concurrent.TimeUnit;

/**
 * Determines when to ping, and enforces a deadline for each pong, because Undertow's idle timeout fires only if both
 * directions are silent. One thread calls {@link #next}.
 */
final class Heartbeat {
    enum Step {
        NOTHING,
        PING,
        DEAD
    }

    private final long intervalNanos;
    private final long deadlineNanos;
    private long pingedNanos;
    private volatile boolean awaiting;

    Heartbeat(ClientLimits.Times times, long nowNanos) {
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(times.pingIntervalMs());
        this.deadlineNanos = TimeUnit.MILLISECONDS.toNanos(times.pongDeadlineMs());
        this.pingedNanos = nowNanos;
    }

    /** Returns the next step. While a message is in flight, its send deadline applies instead of the deadline for the pong. */
    Step next(long nowNanos, boolean sending) {
        long since = nowNanos - pingedNanos;
        if (awaiting) {
            return since > deadlineNanos && !sending ? Step.DEAD : Step.NOTHING;
        }
        if (since <= intervalNanos) {
            return Step.NOTHING;
        }
        pingedNanos = nowNanos;
        awaiting = true;
        return Step.PING;
    }

    /** Records a pong; returns false if no pong was expected. Any thread. */
    boolean pong() {
        boolean awaited = awaiting;
        awaiting = false;
        return awaited;
    }
}
