package io.orderwire.gateway.hub;

import io.orderwire.gateway.read.ReplayEnd;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A replay's attempts to join the live stream: how long it has tried, and when it may try again. A cursor of another gateway
 * may have seen what this one has not; that is over soon, and with a forged one it never is. Used by one thread at a time.
 */
final class JoinAttempts {
    private static final long BEHIND_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A live stream that is behind may take so much longer than one that has seen less. */
    private static final int TIMES_BEHIND = 30;

    private final int patienceMs;
    private long pauseNanos;
    private long pausedNanos;
    private boolean failing;
    private long failingSinceNanos;
    private boolean differing;
    private long differingSinceNanos;

    JoinAttempts(int patienceMs) {
        this.patienceMs = patienceMs;
    }

    boolean mayTry(long nowNanos) {
        return nowNanos - pausedNanos >= pauseNanos;
    }

    /** The live stream is not as far as the replay. Returns why the replay ends, null if it does not. */
    @Nullable
    ReplayEnd behind(long nowNanos) {
        if (!failing) {
            failing = true;
            failingSinceNanos = nowNanos;
        }
        pausedNanos = nowNanos;
        pauseNanos = Math.max(BEHIND_PAUSE_NANOS, pauseNanos);
        if (TimeUnit.NANOSECONDS.toMillis(nowNanos - failingSinceNanos) <= (long) patienceMs * TIMES_BEHIND) {
            return null;
        }
        return new ReplayEnd(
                ReplayEnd.Why.SEAM,
                "the live stream has been behind it for more than " + (long) patienceMs * TIMES_BEHIND
                        + " ms (30 times gateway.replay.patience.ms); subscribe again with the cursor of the last frame");
    }

    /** The replay has seen more than the live stream. Returns why it ends, null if it does not. */
    @Nullable
    ReplayEnd differs(long nowNanos, String how) {
        if (!differing) {
            differing = true;
            differingSinceNanos = nowNanos;
        }
        pause(nowNanos);
        if (TimeUnit.NANOSECONDS.toMillis(nowNanos - differingSinceNanos) <= patienceMs) {
            return null;
        }
        return new ReplayEnd(
                ReplayEnd.Why.SEQUENCES,
                how + ", for more than " + patienceMs + " ms (gateway.replay.patience.ms);"
                        + " from takes a cursor unchanged, or {\"minutesAgo\":n}");
    }

    /** Too much of the live stream had to be kept for it: it is read on, and tries again. */
    void overflowed(long nowNanos) {
        failing = false;
        pause(nowNanos);
    }

    private void pause(long nowNanos) {
        pausedNanos = nowNanos;
        pauseNanos = Math.min(LONGEST_PAUSE_NANOS, Math.max(FIRST_PAUSE_NANOS, pauseNanos * 2));
    }
}
