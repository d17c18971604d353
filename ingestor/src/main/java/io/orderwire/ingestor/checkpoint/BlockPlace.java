package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.orderwire.contract.position.Position;

/**
 * A block in the node's files.
 *
 * @param number its number
 * @param position where its line, or one of its lines, begins
 * @param ms {@code local_time} of its first line, epoch milliseconds, or {@link #UNKNOWN}
 */
public record BlockPlace(
        @JsonProperty(value = "block", required = true) @JsonDeserialize(using = WholeNumber.Exact.class)
        long number,

        @JsonProperty("pos") Position position,

        @JsonDeserialize(using = WholeNumber.ExactOrNone.class)
        long ms) {
    /** Stands for an unknown time. */
    public static final long UNKNOWN = -1;

    /** Rejects a block without a file. */
    public BlockPlace {
        CheckpointJson.require(position != null, "pos must be there");
    }
}
