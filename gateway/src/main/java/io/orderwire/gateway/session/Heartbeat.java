package io.orderwire.gateway.session;

import java.util.concurrent.TimeUnit;

/** Pings with a deadline for the pong: Undertow's idle timeout sees only both directions silent. */
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

    /** Returns the next step. While a message is being sent, the client is judged by its send deadline instead. */
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

    /** Takes a pong; returns false if none was expected. */
    boolean pong() {
        boolean awaited = awaiting;
        awaiting = false;
        return awaited;
    }
}
