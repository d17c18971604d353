package io.orderwire.gateway.read;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record whose sequence does not follow the last one, and which no loss explains. It is held back until the next record of
 * its partition: what a parser wrote is continued. A forged sequence far ahead, once believed, would make all later orders
 * look like repetitions, and one that begins again is no repetition at all.
 *
 * @param row the record, null if it was there before anybody listened
 * @param from its first sequence
 * @param to its last sequence
 */
record Doubt(@Nullable ConsumerRecord<byte[], byte[]> row, long from, long to) {
    /** Orders that may be missing before an order without a doubt: a run of dead letters. */
    static final long MOST_MISSING = 1_024;

    /** Events that a marker may name without a doubt. */
    static final long MOST_NAMED = 65_536;

    /** Whether a record from that sequence on continues this one. */
    boolean isContinuedBy(long seq) {
        return seq > to && seq - to <= MOST_MISSING;
    }
}
