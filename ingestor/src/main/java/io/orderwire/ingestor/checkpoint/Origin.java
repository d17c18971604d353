package io.orderwire.ingestor.checkpoint;

import java.util.UUID;

/**
 * How the sequences and counts of an ingestor began.
 *
 * @param numbering name of the numbering of the sequences, so that events of a numbering that begins again are not taken
 *     for repetitions; empty in checkpoints of earlier versions
 * @param guessed number of events whose counts were guessed because a checkpoint was missing
 */
public record Origin(String numbering, long guessed) {
    /** The origin of a checkpoint that an earlier version wrote. */
    public static final Origin UNKNOWN = new Origin("", 0);

    /** The origin of a new numbering. */
    static Origin begun(long guessed) {
        return new Origin(UUID.randomUUID().toString(), guessed);
    }

    /** This origin, or a copy with a new numbering name if it does not have one. */
    Origin named() {
        return numbering.isEmpty() ? begun(guessed) : this;
    }
}
