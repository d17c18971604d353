package io.orderwire.gateway.stats;

import io.orderwire.runtime.figures.Snapshot;

/**
 * The newest snapshot of a process, and what this gateway knows of its life. Times in snapshots are of other hosts'
 * clocks: neither which of two is newer nor whether a process is silent is judged by them.
 *
 * @param arrival grows with every snapshot that arrives
 */
record KnownSnapshot(Snapshot snapshot, long arrival, Life life) {
    /** Whether a process lives. */
    enum Life {
        /** It was heard lately. */
        HEARD,
        /** Its snapshot stood in Kafka when this gateway began, a moment ago: it may live. */
        UNHEARD,
        /** It was not heard for a while. */
        SILENT
    }

    boolean isAlive() {
        return !snapshot.stopped() && life == Life.HEARD;
    }

    boolean mayBeAlive() {
        return !snapshot.stopped() && life != Life.SILENT;
    }
}
