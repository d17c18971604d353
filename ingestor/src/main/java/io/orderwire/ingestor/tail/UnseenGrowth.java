package io.orderwire.ingestor.tail;

/**
 * Whether bytes may have been written to a file without being seen. They are lost if the file can no longer be read. Such a
 * loss is reported once; if its transaction fails, it is possible again. Not thread-safe.
 */
final class UnseenGrowth {
    private boolean possible;
    private boolean reported;
    private boolean checkpointed;

    UnseenGrowth(boolean possible) {
        this.possible = possible;
    }

    /** Reports that the file was closed although it may grow. */
    void isPossible() {
        possible = true;
    }

    /** Reports that the file still holds the bytes that were read, so all bytes that were appended will be read. */
    void isExcluded() {
        possible = false;
    }

    /** Whether a loss of unseen bytes is to be reported, because the file can no longer be read. */
    boolean report() {
        boolean was = possible;
        possible = false;
        reported |= was;
        return was;
    }

    /** Whether such a loss is possible, or was reported and is not in Kafka. */
    boolean isUncommitted() {
        return possible || reported;
    }

    /** Notes that a checkpoint contains all reports so far. */
    void checkpoint() {
        checkpointed = reported;
    }

    /** Notes that the last checkpoint is in Kafka. */
    void committed() {
        reported &= !checkpointed;
        checkpointed = false;
    }

    /** Goes back to the last commit: later reports are not in Kafka. */
    void goBack() {
        possible |= reported;
        reported = false;
        checkpointed = false;
    }
}
