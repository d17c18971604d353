package io.orderwire.gateway.sequence;

import io.orderwire.contract.gap.Gap;
import io.orderwire.gateway.protocol.Cursor.Range;
import org.jspecify.annotations.Nullable;

/** The sequences between the last one and a record that is ahead of it. */
sealed interface Missing {
    /** No sequences are missing. */
    enum None implements Missing {
        NONE
    }

    /**
     * The sequences are not known to be lost: most are dead letters, and others may still be written.
     *
     * @param first whether no sequence was seen before, so that they may be older than the stream
     */
    record LeftOut(Range range, boolean first) implements Missing {}

    /**
     * Some of the sequences are known to be lost.
     *
     * @param gap the report; it does not count events if it is not known where the loss begins
     * @param leftOut others that may still be written, if there are any
     */
    record Reported(
            Gap gap, PendingGap.Cause cause, @Nullable Range leftOut) implements Missing {}
}
