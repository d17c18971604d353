package io.orderwire.ingestor.tail;

/**
 * Whether bytes may have been written to a file that nobody saw, which are lost when the file can no longer be read. Such a
 * loss is reported once; if its transaction fails, it is possible again. Not thread-safe.
 */
final class UnseenGrowth {
    private boolean possible;
    private boolean reported;
    private boolean checkpointed;

    UnseenGrowth(boolean possible) {
        this.possible = possible;
    }

    /** The file is closed although it may grow. */
    void isPossible() {
        possible = true;
    }

    /** The file still holds the bytes that were read, so that all of its growth will be read. */
    void isExcluded() {
        possible = false;
    }

    /** Whether a loss of unseen bytes is to be reported, because the file cannot be read any more. */
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

    /** A checkpoint is made of all that was reported. */
    void checkpoint() {
        checkpointed = reported;
    }

    /** The last checkpoint is in Kafka. */
    void committed() {
        reported &= !checkpointed;
        checkpointed = false;
    }

    /** The reports since the last commit are not in Kafka. */
    void goBack() {
        possible |= reported;
        reported = false;
        checkpointed = false;
    }
}
