package io.orderwire.gateway.replay;

import java.util.concurrent.TimeUnit;

/**
 * A replay's attempts to join the live stream: how long it has tried, and when it may try again. A cursor of another gateway
 * may have seen events that this one has not; that is over soon, and with a forged one it never is. Each kind of progress
 * ends the time of the obstacle that it proves to be gone.
 */
final class JoinAttempts {
    private static final long BEHIND_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A live stream that is behind may take so much longer than one that has seen less. */
    private static final int TIMES_BEHIND = 30;

    /** The outcome of a failed attempt. */
    sealed interface Outcome {
        /** It may try again at that time. */
        record Again(long notBeforeNanos) implements Outcome {}

        /** It has tried for too long. */
        record Ended(ReplayEnd end) implements Outcome {}
    }

    private final int patienceMs;
    private long pauseNanos;
    private boolean behind;
    private long behindSinceNanos;
    private boolean differing;
    private long differingSinceNanos;

    JoinAttempts(int patienceMs) {
        this.patienceMs = patienceMs;
    }

    /** The live stream is not as far as the replay. */
    Outcome behind(long nowNanos) {
        if (!behind) {
            behind = true;
            behindSinceNanos = nowNanos;
        }
        if (TimeUnit.NANOSECONDS.toMillis(nowNanos - behindSinceNanos) <= (long) patienceMs * TIMES_BEHIND) {
            return new Outcome.Again(nowNanos + BEHIND_PAUSE_NANOS);
        }
        return new Outcome.Ended(
                new ReplayEnd(
                        ReplayEnd.Why.SEAM,
                        "the live stream has been behind it for more than " + (long) patienceMs * TIMES_BEHIND
                                + " ms (30 times gateway.replay.patience.ms); subscribe again with the cursor of the last frame"));
    }

    /** The replay has seen more than the live stream, which is as far as the replay. */
    Outcome differs(long nowNanos, String how) {
        behind = false;
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

    /** The replay has joined the live stream; whether both agree shows at its end. */
    void joined() {
        behind = false;
    }

    /** Both agreed at the end of the replay, but too many frames had to be kept for it: it is read on, and tries again. */
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
