package io.orderwire.benchmarks;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for conditions, never longer than a bound. */
public final class Waiting {
    private static final int QUIET_ROUNDS = 8;
    private static final long ROUND_MS = 250;
    private static final int MAX_SECONDS = 120;

    private Waiting() {}

    /** Until a count has not moved for two seconds. */
    public static void untilQuiet(Callable<Long> count) throws Exception {
        long[] last = {count.call(), 0};
        until(
                () -> {
                    long now = count.call();
                    last[1] = now == last[0] ? last[1] + 1 : 0;
                    last[0] = now;
                    return last[1] >= QUIET_ROUNDS;
                },
                MAX_SECONDS);
    }

    /** Until it is so, or so many seconds have passed. */
    public static void until(Callable<Boolean> condition, int maxSeconds) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(maxSeconds);
        while (!condition.call() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(ROUND_MS);
        }
    }
}
