package io.orderwire.ingestor.prune;

import org.jspecify.annotations.Nullable;

/**
 * Whether an hour file may be deleted.
 *
 * @param reason why it is kept, null if it may be deleted
 * @param text the reason in words, empty if it may be deleted
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
