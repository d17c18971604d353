package io.orderwire.gateway.replay;

import io.orderwire.gateway.source.StreamStand;
import org.apache.kafka.common.Uuid;

/** What the hub has the replay agent do. */
sealed interface ReplayCommand {
    /**
     * Begins to read a replay.
     *
     * @param topicId of the topic that the live stream reads
     */
    record Begin(Replay replay, Uuid topicId) implements ReplayCommand {}

    /** Reads up to the place at which the replay has joined the live stream. */
    record ReadTo(ReplayRun run, StreamStand live) implements ReplayCommand {}

    /**
     * Reads on, because the replay could not join the live stream.
     *
     * @param notBeforeNanos earliest time of the next attempt
     */
    record ReadOn(ReplayRun run, long notBeforeNanos) implements ReplayCommand {}
}
