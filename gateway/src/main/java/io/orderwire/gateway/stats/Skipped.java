package io.orderwire.gateway.stats;

/** Why an event was not passed on to any client. */
public enum Skipped {
    /** It was shed for newer ones. */
    AGE,
    /** It was deleted from the topic before it was read. */
    RETENTION,
    /** It was written after higher sequences of its partition. */
    LATE,
    /** An aborted transaction had reported it as lost. */
    REPORTED,
    /** A later version wrote it. */
    VERSION
}
