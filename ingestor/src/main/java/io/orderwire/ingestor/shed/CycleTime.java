package io.orderwire.ingestor.shed;

import java.util.Arrays;

/**
 * Computes how much of a cycle's time is due to its bytes. A cycle is read while the previous one is committed, so the slower
 * of both counts. A commit takes some milliseconds even if it is small: when the ingestor catches up, cycles are full, and that
 * time hardly counts. Not thread-safe.
 */
final class CycleTime {
    private static final int COMMITS = 64;

    private final long[] commits = new long[COMMITS];
    private int next;

    CycleTime() {
        Arrays.fill(commits, Long.MAX_VALUE);
    }

    /**
     * Time in which a catching-up ingestor would have handled the bytes of a cycle.
     *
     * @param full whether the cycle holds as many bytes as a cycle may hold
     */
    long nanos(boolean full, long readNanos, long commitNanos) {
        commits[next] = commitNanos;
        next = (next + 1) % COMMITS;
        long fixed = full ? 0 : Arrays.stream(commits).min().orElse(0);
        return Math.max(readNanos, commitNanos - fixed);
    }
}
