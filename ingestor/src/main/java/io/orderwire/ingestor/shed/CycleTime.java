package io.orderwire.ingestor.shed;

import java.util.Arrays;

/**
 * How much of a cycle's time its bytes took. A cycle is read while the one before is committed, so that the slower of both
 * counts. A commit takes some milliseconds however small it is: when the ingestor catches up, cycles are full, and that time
 * hardly counts. Not thread-safe.
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
     * @param full whether the cycle holds as many bytes as one may
     */
    long nanos(boolean full, long readNanos, long commitNanos) {
        commits[next] = commitNanos;
        next = (next + 1) % COMMITS;
        long fixed = full ? 0 : Arrays.stream(commits).min().orElse(0);
        return Math.max(readNanos, commitNanos - fixed);
    }
}
