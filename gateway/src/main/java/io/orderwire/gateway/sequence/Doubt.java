package io.orderwire.gateway.sequence;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record whose sequence does not follow the last one although no loss is known. It is held back until a later record of
 * its partition continues its sequence, and so shows that a parser wrote it, or continues the last one. A forged sequence
 * far ahead, if accepted, would make all later orders look like repetitions; so would sequences that have begun again.
 *
 * @param row the record, null if it was written before this gateway began to read
 * @param from its first sequence
 * @param to its last sequence
 * @param restarts whether it is held because the numbering may have begun again, and not because it is far ahead
 */
record Doubt(@Nullable ConsumerRecord<byte[], byte[]> row, long from, long to, boolean restarts) {
    /** Most orders that may be missing before an order that is accepted at once: a run of dead letters. */
    static final long MOST_MISSING = 1_024;

    /** Most events that a gap marker may name to be accepted at once. */
    static final long MOST_NAMED = 65_536;

    /** The conclusion from a later record about the one that is held back. */
    enum Settlement {
        /** It continues the held record, which a parser has written. */
        CONFIRMED,
        /** It continues the record before, so that the held one is foreign. */
        REFUTED,
        /** Nothing. */
        OPEN
    }

    /** The conclusion from a record that begins at {@code seq} about this one. */
    Settlement settledBy(long seq, Sequences seen) {
        if (isContinuedBy(seq)) {
            return Settlement.CONFIRMED;
        }
        return seen.isNext(seq) ? Settlement.REFUTED : Settlement.OPEN;
    }

    /** Whether a record that begins at that sequence continues this one. */
    boolean isContinuedBy(long seq) {
        return seq > to && seq - to <= MOST_MISSING;
    }
}
