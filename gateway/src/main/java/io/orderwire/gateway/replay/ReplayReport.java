package io.orderwire.gateway.replay;

import io.orderwire.gateway.source.StreamStand;

/** What the replay agent has found. It does not read a replay again that it has reported before the hub commands it. */
sealed interface ReplayReport {
    /** A replay has come near the live stream. */
    record NearLive(ReplayRun run, StreamStand stand) implements ReplayReport {}

    /**
     * A replay is where it has joined the live stream, and has sent all its frames.
     *
     * @param agrees false if it has seen events on its way that the live stream has not
     */
    record AtEnd(ReplayRun run, boolean agrees) implements ReplayReport {}

    /** A replay cannot continue. */
    record Ended(Replay replay, ReplayEnd end) implements ReplayReport {}
}
