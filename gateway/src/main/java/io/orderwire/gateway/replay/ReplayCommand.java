package io.orderwire.gateway.replay;

import io.orderwire.gateway.source.StreamStand;
import org.apache.kafka.common.Uuid;

/** Commands of the hub to the replay agent. */
sealed interface ReplayCommand {
    /**
     * Begins to read a replay.
     *
     * @param topicId of the topic that the live stream reads
     */
    record Begin(Replay replay, Uuid topicId) implements ReplayCommand {}

    /** Reads up to the position at which the replay has joined the live stream. */
    record ReadTo(ReplayRun run, StreamStand live) implements ReplayCommand {}

    /**
     * Continues reading, because the replay could not join the live stream.
     *
     * @param notBeforeNanos earliest time of the next attempt
     */
    record ReadOn(ReplayRun run, long notBeforeNanos) implements ReplayCommand {}
}
