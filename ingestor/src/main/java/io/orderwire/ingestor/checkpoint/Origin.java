package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * How the sequences and counts of an ingestor began.
 *
 * @param numbering name of the numbering of the sequences, so that events of a new numbering are not mistaken for repetitions;
 *     empty in checkpoints of earlier versions
 * @param guessed number of events whose counts were guessed because a checkpoint was missing
 */
public record Origin(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String numbering,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long guessed) {
    private static final int LONGEST_NUMBERING = 64;

    /** The origin of a checkpoint that an earlier version wrote. */
    public static final Origin UNKNOWN = new Origin("", 0);

    /** Rejects a name that an ingestor cannot have written. */
    public Origin {
        CheckpointJson.require(
                numbering.length() <= LONGEST_NUMBERING,
                "numbering must be at most " + LONGEST_NUMBERING + " characters");
    }

    /** The origin of a new numbering. */
    static Origin begun(long guessed) {
        return new Origin(UUID.randomUUID().toString(), guessed);
    }

    /** This origin, or a copy with a new numbering name if it does not have one. */
    Origin named() {
        return numbering.isEmpty() ? begun(guessed) : this;
    }
}
