package io.orderwire.gateway.stats;

import io.orderwire.runtime.stats.Snapshot;

/**
 * The newest snapshot of a process, and whether the process is alive as far as this gateway knows. Times in snapshots come
 * from other hosts' clocks: they decide neither which of two snapshots is newer nor whether a process is silent.
 *
 * @param arrival a number that grows with every snapshot that arrives
 */
record KnownSnapshot(Snapshot snapshot, long arrival, Life life) {
    /** Whether a process is alive. */
    enum Life {
        /** A snapshot arrived within the last {@link NewestSnapshots#ALIVE_NANOS}. */
        HEARD,
        /** Its snapshot was in Kafka when this gateway began, which was a moment ago: the process may be alive. */
        UNHEARD,
        /** Its snapshot was in Kafka when this gateway began, and none has arrived since: the process may yet start. */
        FORMER,
        /** Snapshots arrived, and then none for longer than {@link NewestSnapshots#ALIVE_NANOS}. */
        SILENT
    }

    boolean isAlive() {
        return !snapshot.stopped() && life == Life.HEARD;
    }

    boolean mayBeAlive() {
        return !snapshot.stopped() && (life == Life.HEARD || life == Life.UNHEARD);
    }

    /** Whether the process has run while this gateway followed the snapshots, even if it has stopped since. */
    boolean wasHeard() {
        return life == Life.HEARD || life == Life.SILENT;
    }
}
