package io.orderwire.gateway.replay;

import java.util.concurrent.TimeUnit;

/**
 * A replay's attempts to join the live stream: how long it has tried, and when it may try again. The owner of another
 * gateway's cursor may have seen events that this gateway has not read yet; this gateway reads them soon, unless the cursor
 * is forged. Each obstacle has its own time limit, which starts again after progress has shown that the obstacle is gone.
 */
final class JoinAttempts {
    private static final long LAGGING_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The limit for a lagging live stream is this multiple of the limit for a live stream that has seen fewer events. */
    private static final int TIMES_LAGGING = 30;

    /** The outcome of a failed attempt. */
    sealed interface Outcome {
        /** The replay may try again at a time. */
        record Again(long notBeforeNanos) implements Outcome {}

        /** The replay has tried for too long. */
        record Ended(ReplayEnd end) implements Outcome {}
    }

    private final int patienceMs;
    private long pauseNanos;
    private boolean lagging;
    private long laggingSinceNanos;
    private boolean differing;
    private long differingSinceNanos;

    JoinAttempts(int patienceMs) {
        this.patienceMs = patienceMs;
    }

    /**
     * The live stream has not reached the replay's position, or one of them holds back a record that the other does not.
     *
     * @param how describes this
     */
    Outcome lagging(long nowNanos, String how) {
        if (!lagging) {
            lagging = true;
            laggingSinceNanos = nowNanos;
        }
        if (TimeUnit.NANOSECONDS.toMillis(nowNanos - laggingSinceNanos) <= (long) patienceMs * TIMES_LAGGING) {
            return new Outcome.Again(nowNanos + LAGGING_PAUSE_NANOS);
        }
        return new Outcome.Ended(new ReplayEnd(
                ReplayEnd.Why.HANDOVER,
                "the live stream could not continue it for more than " + (long) patienceMs * TIMES_LAGGING
                        + " ms (30 times gateway.replay.patience.ms): " + how
                        + "; subscribe again with the cursor of the last frame"));
    }

    /** The live stream has reached the replay's position, but the replay has seen events that the live stream has not. */
    Outcome differs(long nowNanos, String how) {
        lagging = false;
        if (!differing) {
            differing = true;
            differingSinceNanos = nowNanos;
            pauseNanos = 0;
        }
        if (TimeUnit.NANOSECONDS.toMillis(nowNanos - differingSinceNanos) <= patienceMs) {
            return again(nowNanos);
        }
        return new Outcome.Ended(new ReplayEnd(
                ReplayEnd.Why.SEQUENCES,
                how + ", for more than " + patienceMs + " ms (gateway.replay.patience.ms);"
                        + " from takes a cursor unchanged, or {\"minutesAgo\":n}"));
    }

    /** The replay has joined the live stream. Whether both agree is known only at the replay's end. */
    void joined() {
        lagging = false;
    }

    /**
     * Both agreed at the end of the replay, but too many frames had to be kept for it. The replay continues reading and
     * tries again.
     */
    Outcome overflowed(long nowNanos) {
        if (differing) {
            differing = false;
            pauseNanos = 0;
        }
        return again(nowNanos);
    }

    private Outcome again(long nowNanos) {
        pauseNanos = Math.min(LONGEST_PAUSE_NANOS, Math.max(FIRST_PAUSE_NANOS, pauseNanos * 2));
        return new Outcome.Again(nowNanos + pauseNanos);
    }
}
