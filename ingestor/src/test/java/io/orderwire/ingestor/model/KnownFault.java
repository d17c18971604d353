package io.orderwire.ingestor.model;

/** Known limits of the tailer. Histories are not checked for those that are excluded. */
enum KnownFault {
    /** Bytes of a file or a generation that no checkpoint knows are forgotten if a transaction that read them fails. */
    A_FILE_IN_NO_CHECKPOINT_IS_FORGOTTEN(false),
    /** Bytes that a failed transaction had read are unknown to the next process: there may be others in their place. */
    BYTES_THAT_WERE_READ_AND_NOT_COMMITTED_ARE_UNKNOWN_AFTER_A_KILL(true),
    /** A file that is rewritten and loses its name is closed if a transaction fails before the next look at it. */
    FILES_THAT_CHANGE_BETWEEN_A_LOOK_AND_A_FAILED_TRANSACTION_ARE_CLOSED(true),
    /** A file that is rewritten and loses its name between two looks is not compared with what was read of it. */
    A_REWRITTEN_FILE_WITHOUT_A_NAME_IS_NOT_COMPARED(false),
    /** Of a file that is held back, only the bytes that are added are compared with what was read. */
    A_HELD_FILE_IS_NOT_COMPARED_AGAIN(true);

    private final boolean excluded;

    KnownFault(boolean excluded) {
        this.excluded = excluded;
    }

    boolean isExcluded() {
        return excluded;
    }
}
