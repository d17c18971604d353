package io.orderwire.gateway.sequence;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.RecordVersion;
import io.orderwire.gateway.protocol.Cursor.Range;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record without a value that reports a loss at its place in the partition.
 *
 * @param json the gap as it was written, for clients
 * @param named the sequences that are lost, null if the gap does not name any of this partition
 */
record Marker(Gap gap, String json, @Nullable Range named) {
    /**
     * Reads the marker in a record without a value.
     *
     * @throws IllegalArgumentException with the reason if no parser can have written the record
     */
    static Marker of(ConsumerRecord<byte[], byte[]> row) {
        RecordVersion.require(row.headers());
        String json = Headers.text(row.headers(), Headers.GAP);
        if (json == null) {
            throw new IllegalArgumentException("it has neither a value nor one " + Headers.GAP);
        }
        Gap gap = Gap.parse(json);
        if (!gap.concerns(row.partition())) {
            throw new IllegalArgumentException("it is a gap of partition " + gap.partition());
        }
        return new Marker(gap, json, named(gap, row.partition()));
    }

    private static @Nullable Range named(Gap gap, int partition) {
        Long from = gap.fromSeq();
        Long to = gap.toSeq();
        boolean here = gap.partition() != null && gap.partition() == partition;
        return here && from != null && to != null && from <= to ? new Range(from, to) : null;
    }

    /** The report of a part of the loss; of all of it, the text as it was written. */
    String json(Range part) {
        return part.equals(named) ? json : PendingGap.partOf(gap, part).toJson();
    }
}
