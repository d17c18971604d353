package io.orderwire.parser.parse;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Sequence;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.RawHead;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A gap marker of the ingestor in the raw topic, checked.
 *
 * @param gap the loss that it reports
 * @param json the gap as the ingestor wrote it
 * @param numbering name of the numbering of {@code nextSeq}; empty in a marker of version 0.1.0
 * @param nextSeq sequence of the first event after the marker, null if the marker does not have one
 */
record RawMarker(
        Gap gap, String json, String numbering, @Nullable Long nextSeq) implements ReceivedRecord {
    /** Whether the record has the form of a marker; every other record is read as a block. */
    static boolean isMeant(Record<byte[], byte[]> raw) {
        return raw.value() == null && raw.headers().lastHeader(Headers.GAP) != null;
    }

    /**
     * Reads the marker in a record of {@code partition}.
     *
     * @throws IllegalArgumentException naming the invalid header, if no ingestor wrote the record
     */
    static RawMarker of(Record<byte[], byte[]> raw, int partition) {
        String text = Headers.text(raw.headers(), Headers.GAP);
        if (text == null) {
            throw new IllegalArgumentException(Headers.GAP + " must be there once");
        }
        Gap gap = Gap.parse(text);
        if (!gap.concerns(partition)) {
            throw new IllegalArgumentException(Headers.GAP + " is of partition " + gap.partition());
        }
        Long next = Headers.number(raw.headers(), Headers.SEQ);
        boolean absent = raw.headers().lastHeader(Headers.SEQ) == null;
        if (!absent && (next == null || !Sequence.isPossible(next))) {
            throw new IllegalArgumentException(Headers.SEQ + " must be one number from 1 to 2^53 - 1");
        }
        return new RawMarker(gap, text, RawHead.numbering(raw.headers()), next);
    }
}
