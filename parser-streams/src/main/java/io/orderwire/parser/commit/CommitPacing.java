package io.orderwire.parser.commit;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when one thread of Kafka Streams commits. A commit interrupts the thread for some milliseconds, so it is requested when
 * the input pauses: a node writes a block about every 70 ms, and a commit between two blocks delays neither of them. Without a
 * pause, a record waits for its commit for the interval. Not thread-safe.
 */
final class CommitPacing {
    /** Longer than the parts of a block are apart: Kafka makes a transaction visible partition by partition. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final long intervalNanos;
    private final long leastNanos;
    private final LongSupplier nanoTime;
    private @Nullable Runnable commit;
    private long firstNanos;
    private long lastNanos;
    private long requestedNanos;

    /**
     * @param intervalNanos longest time until a commit is requested for a record, nanoseconds; after a commit, a pause is not used
     *     for another one during two fifths of it
     * @param nanoTime monotonic time
     */
    CommitPacing(long intervalNanos, LongSupplier nanoTime) {
        this.intervalNanos = intervalNanos;
        this.leastNanos = intervalNanos / 5 * 2;
        this.nanoTime = nanoTime;
        this.requestedNanos = nanoTime.getAsLong() - leastNanos;
    }

    /** A record was processed; {@code request} requests a commit of all that its thread has processed. */
    void processed(Runnable request) {
        lastNanos = nanoTime.getAsLong();
        if (commit == null) {
            firstNanos = lastNanos;
        }
        commit = request;
        requestIfDue(request, firstNanos + intervalNanos);
    }

    /**
     * Forgets the request of a task that is closed: it may become a standby, which is not allowed to request a commit. Streams
     * commits the records of a task before it closes it; those of other tasks wait for their next request, or for Streams' own
     * interval.
     */
    void closed(Runnable request) {
        if (commit == request) {
            commit = null;
        }
    }

    /** A poll returned no records; it also does so, without waiting, when it only passed the end of a transaction. */
    void polledNothing() {
        Runnable request = commit;
        if (request != null) {
            requestIfDue(request, dueNanos());
        }
    }

    /** How long a poll may wait that would otherwise wait for {@code mostNanos}, nanoseconds. */
    long nanosToWait(long mostNanos) {
        if (commit == null) {
            return mostNanos;
        }
        return Math.min(mostNanos, Math.max(0, dueNanos() - nanoTime.getAsLong()));
    }

    private void requestIfDue(Runnable request, long atNanos) {
        long nowNanos = nanoTime.getAsLong();
        if (nowNanos - atNanos >= 0) {
            commit = null;
            requestedNanos = nowNanos;
            request.run();
        }
    }

    /** When a commit is due if no record arrives until then. */
    private long dueNanos() {
        long pauseNanos = lastNanos + PAUSE_NANOS;
        pauseNanos += Math.max(0, requestedNanos + leastNanos - pauseNanos);
        long latestNanos = firstNanos + intervalNanos;
        return latestNanos + Math.min(0, pauseNanos - latestNanos);
    }
}
