package io.orderwire.ingestor.prune;

import org.jspecify.annotations.Nullable;

/**
 * Whether an hour file may be deleted.
 *
 * @param reason what speaks for keeping it, null if nothing does
 * @param text the same in words, empty if nothing does
 */
record PruneDecision(@Nullable Reason reason, String text) {
    /** Every event of the file is committed to the topic of orders or of dead letters. */
    static final PruneDecision DELETE = new PruneDecision(null, "");

    static PruneDecision keep(Reason reason, String text) {
        return new PruneDecision(reason, text);
    }

    boolean deletes() {
        return reason == null;
    }
}
