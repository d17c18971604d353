package io.orderwire.gateway.source;

import io.orderwire.gateway.sequence.Positions;
import org.apache.kafka.common.Uuid;

/** The position up to which the live stream was passed on, for the agent that reads it. */
public interface LivePosition {
    /** The value of {@link #next} for a partition with a known loss that is not reported yet. */
    long UNSETTLED = -1;

    /** The id of the topic. */
    Uuid topicId();

    /** The number of partitions. */
    int partitions();

    /** The next offset of a partition that was not passed on yet. */
    long next(int partition);

    /** Highest sequence seen or reported in a partition, 0 if there was none yet. */
    long lastSeq(int partition);

    /** Offset of the record below {@link #next} that is held back, {@link Positions#NONE_HELD} if none is. */
    long held(int partition);
}
