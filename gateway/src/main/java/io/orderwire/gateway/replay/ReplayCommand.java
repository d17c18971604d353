package io.orderwire.gateway.replay;

import io.orderwire.gateway.source.StreamStand;

/** Commands of the hub to the replay agent. */
sealed interface ReplayCommand {
    /**
     * Begins to read a replay.
     *
     * @param live the present position of the live stream
     */
    record Begin(Replay replay, StreamStand live) implements ReplayCommand {}

    /** Reads up to the position at which the replay has joined the live stream. */
    record ReadTo(ReplayRun run, StreamStand live) implements ReplayCommand {}

    /**
     * Continues reading, and passes on the records that only the replay holds back.
     *
     * @param live the position of the live stream, which has no record after them either
     * @param notBeforeNanos time of the next attempt: a record may have to stay held back
     */
    record PassHeld(ReplayRun run, StreamStand live, long notBeforeNanos) implements ReplayCommand {}

    /**
     * Continues reading, because the replay could not join the live stream.
     *
     * @param notBeforeNanos earliest time of the next attempt
     */
    record ReadOn(ReplayRun run, long notBeforeNanos) implements ReplayCommand {}
}
