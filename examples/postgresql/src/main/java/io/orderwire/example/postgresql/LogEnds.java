package io.orderwire.example.postgresql;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * For how long the stored offsets of partitions have been after the end of Kafka's log. The end may be earlier for a moment
 * after the leader of a partition has changed. If it stays there, Kafka has lost records whose rows are in the database.
 * Outlives sessions. Not thread-safe.
 */
final class LogEnds {
    /** A wait that nothing looked at for this long after the patience is over: another instance had the partition. */
    private static final long UNSEEN_MS = 30_000;

    private final int patienceMs;
    private final Map<Integer, Wait> waits = new HashMap<>();

    private record Wait(long sinceNanos, long seenNanos) {}

    /** @param patienceMs how long a partition may wait, milliseconds */
    LogEnds(int patienceMs) {
        this.patienceMs = patienceMs;
    }

    /**
     * Returns true if the log of a partition has reached the stored offset.
     *
     * @throws LogEndException if it has not for too long
     */
    boolean reach(Claim claim, long end, long nowNanos) {
        if (end >= claim.nextOffset()) {
            waits.remove(claim.partition());
            return true;
        }
        Wait known = waits.get(claim.partition());
        long since = known != null && millis(nowNanos - known.seenNanos) <= patienceMs + UNSEEN_MS
                ? known.sinceNanos
                : nowNanos;
        waits.put(claim.partition(), new Wait(since, nowNanos));
        if (millis(nowNanos - since) > patienceMs) {
            throw new LogEndException("partition " + claim.partition() + ": the database has stored offset "
                    + claim.nextOffset() + ", but Kafka's log ends at offset " + end + ", for more than " + patienceMs
                    + " ms (" + Options.RETRY_MAX_MS + "): Kafka has lost records whose rows are in the database");
        }
        return false;
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
