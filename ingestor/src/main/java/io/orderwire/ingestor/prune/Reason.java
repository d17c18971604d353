package io.orderwire.ingestor.prune;

/** Why an hour file is kept. */
enum Reason {
    /** The hour has not begun. */
    FUTURE,
    /** The node may write it. */
    NEWEST,
    /** Its last change was less than the time to keep ago. */
    YOUNG,
    /** It is not in the ingestor's checkpoint. */
    UNKNOWN,
    /** Its shed events are still to be counted. */
    COUNTING,
    /** It is not read to its end. */
    UNREAD,
    /** It holds other bytes than the ingestor read. */
    OTHER,
    /** It was read to its end, and may still grow. */
    GROWING,
    /** Reading may have begun after its first byte. */
    BEGINNING,
    /** Events of it are not parsed. */
    UNPARSED,
    /** Events of it are lost, so that its bytes are the only copy. */
    LOST,
    /** It cannot be examined or deleted. */
    FAILED
}
