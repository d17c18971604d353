package io.orderwire.parser.parse;

import io.orderwire.contract.topic.RecordVersion;
import org.apache.kafka.streams.processor.api.Record;

/** A record that the ingestor writes to the raw topic. */
sealed interface ReceivedRecord permits RawBlock, RawMarker {
    /**
     * Reads a record of {@code partition}.
     *
     * @throws RecordVersion.LaterVersionException if a later version wrote the record
     * @throws IllegalArgumentException naming the invalid header, key or value, if no ingestor wrote the record
     */
    static ReceivedRecord of(Record<byte[], byte[]> raw, int partition) {
        RecordVersion.require(raw.headers());
        if (raw.key() != null) {
            throw new IllegalArgumentException("the key must be absent");
        }
        return RawMarker.isMeant(raw) ? RawMarker.of(raw, partition) : RawBlock.of(raw);
    }
}
