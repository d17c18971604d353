package io.orderwire.ingestor.tail;

/**
 * Decides whether a file may still grow: a renamed or removed file may grow while its writer has it open. Times are of the
 * steady clock. Not thread-safe.
 */
final class Growth {
    /** A file that has not grown for this long is no longer written. */
    static final long MOST_PAUSE_MS = 60_000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private boolean settled;
    private long lastMs = NEVER;
    private boolean looked;

    /** For a file that was or was not settled at the last checkpoint. */
    Growth(boolean settled) {
        this.settled = settled;
    }

    /** The file has grown. */
    void seen(long nowMs) {
        lastMs = nowMs;
        looked = true;
    }

    /** Reports that the last checkpoint, in which the file is settled or not, is in Kafka. */
    void committed(boolean asSettled) {
        settled = asSettled;
    }

    /** Whether the file has not grown for a long time. */
    boolean isOver(long nowMs) {
        if (!looked) {
            looked = true;
            if (!settled) {
                // Nothing is known about earlier growth.
                lastMs = nowMs;
            }
        }
        return nowMs - lastMs >= MOST_PAUSE_MS;
    }

    /** Whether the last checkpoint in Kafka says that the file no longer grows. */
    boolean isSettled() {
        return settled;
    }

    /** When the file was last known to grow; very long ago if it never was. */
    long lastMs() {
        return lastMs;
    }
}
