package io.orderwire.gateway.replay;

import io.orderwire.gateway.source.StreamStand;

/** Reports of the replay agent. After a report on a replay, the agent does not read it before the hub's next command. */
sealed interface ReplayReport {
    /** A replay has come near the live stream. */
    record NearLive(ReplayRun run, StreamStand stand) implements ReplayReport {}

    /**
     * A replay has reached the position at which it joined the live stream, and has sent all its frames.
     *
     * @param agrees false if it has seen events that the live stream has not
     */
    record AtEnd(ReplayRun run, boolean agrees) implements ReplayReport {}

    /** A replay cannot continue. */
    record Ended(Replay replay, ReplayEnd end) implements ReplayReport {}
}
