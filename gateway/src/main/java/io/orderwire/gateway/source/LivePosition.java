package io.orderwire.gateway.source;

import io.orderwire.gateway.sequence.Positions;
import org.apache.kafka.common.Uuid;

/** How far the live stream has been handed out, for the agent that reads it. */
public interface LivePosition {
    /** {@link #next} of a partition where a loss is known and not reported yet. */
    long UNSETTLED = -1;

    /** The topic that it is of. */
    Uuid topicId();

    /** How many there are. */
    int partitions();

    /** Offset in that partition from which on everything is still to be handed out. */
    long next(int partition);

    /** Highest sequence seen or reported in that partition, 0 when there was none to see yet. */
    long lastSeq(int partition);

    /** Offset of the record below {@link #next} that is held back, {@link Positions#NONE_HELD} if none is. */
    long held(int partition);
}
