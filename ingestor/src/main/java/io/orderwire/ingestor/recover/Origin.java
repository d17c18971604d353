package io.orderwire.ingestor.recover;

import java.util.UUID;

/**
 * Where the sequences and counts of an ingestor come from.
 *
 * @param numbering names the numbering that the sequences count in, so that one that begins again is not taken for a
 *     repetition; empty in checkpoints of earlier versions
 * @param guessed events whose counts were guessed, because a checkpoint was missing
 */
public record Origin(String numbering, long guessed) {
    /** As earlier versions left it. */
    public static final Origin UNKNOWN = new Origin("", 0);

    /** Of a numbering that begins. */
    static Origin begun(long guessed) {
        return new Origin(UUID.randomUUID().toString(), guessed);
    }

    /** The same, with a name if it has none. */
    Origin named() {
        return numbering.isEmpty() ? begun(guessed) : this;
    }
}
