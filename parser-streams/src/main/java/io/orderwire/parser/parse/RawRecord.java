package io.orderwire.parser.parse;

import org.apache.kafka.streams.processor.api.Record;

/** What the ingestor writes into the raw topic. */
sealed interface RawRecord permits RawBlock, RawMarker {
    /**
     * Reads a record of that partition.
     *
     * @throws IllegalArgumentException naming what is wrong, if no ingestor wrote the record
     */
    static RawRecord of(Record<byte[], byte[]> raw, int partition) {
        if (raw.key() != null) {
            throw new IllegalArgumentException("the key must be absent");
        }
        return RawMarker.isMeant(raw) ? RawMarker.of(raw, partition) : RawBlock.of(raw);
    }
}
