package io.orderwire.ingestor.tail;

/**
 * Whether a file may still grow: a renamed or removed file that its writer has open does. Times are of the steady clock. Not
 * thread-safe.
 */
final class Growth {
    /** A file that has not grown for so long is not written any more. */
    static final long MOST_PAUSE_MS = 60_000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private boolean settled;
    private boolean unknown;
    private boolean early;
    private boolean reported;
    private boolean checkpointed;
    private long lastMs = NEVER;
    private boolean looked;

    /** Where a file's state is from. */
    enum Basis {
        /** The file was found by this process, or its state is of this process. */
        FOUND,
        /** The state is of a former process: the file may have grown since, and that growth may be gone. */
        CHECKPOINT
    }

    /** Of a file that was or was not settled at the last checkpoint. */
    Growth(boolean settled, Basis basis) {
        this.settled = settled;
        this.unknown = basis == Basis.CHECKPOINT && !settled;
    }

    /** The file has grown. */
    void seen(long nowMs) {
        lastMs = nowMs;
        looked = true;
    }

    /** The file still holds what was read, so that all of its growth will be read. */
    void continues() {
        early = false;
        unknown = false;
    }

    /** The file is closed while it is held back, although it may grow. */
    void closedEarly() {
        early = true;
    }

    /** Whether the file was closed while it was held back; its path leads to it no more. */
    boolean wasClosedEarly() {
        boolean was = early;
        unknown |= was;
        early = false;
        return was;
    }

    /** The file is closed although it may grow. */
    void isUnknown() {
        unknown = true;
    }

    /** Whether bytes may have been written that nobody saw; asked once, when the file is given up. */
    boolean endsUnknown() {
        boolean was = unknown;
        unknown = false;
        reported |= was;
        return was;
    }

    /** A checkpoint is made of all that was reported. */
    void checkpoint() {
        checkpointed = reported;
    }

    /** The last checkpoint, which says whether the file is settled, is in Kafka. */
    void committed(boolean asSettled) {
        settled = asSettled;
        reported &= !checkpointed;
        checkpointed = false;
    }

    /** What was reported since the last commit is not in Kafka. */
    void goBack() {
        unknown |= reported;
        reported = false;
        checkpointed = false;
    }

    /** Whether the file has not grown for long. */
    boolean isOver(long nowMs) {
        if (!looked) {
            looked = true;
            if (!settled) {
                // Nothing is known about the time before.
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
