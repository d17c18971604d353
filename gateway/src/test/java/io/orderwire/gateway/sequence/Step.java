package io.orderwire.gateway.sequence;

import io.orderwire.contract.topic.Headers;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One step of a history.
 *
 * @param row the record, null if the step does not have one
 * @param json a loss, of {@link Kind#UNREAD} only
 */
record Step(
        Kind kind,
        int partition,
        @Nullable ConsumerRecord<byte[], byte[]> row,
        @Nullable String json) {
    /** What happens. */
    enum Kind {
        /** A record from before reading began is examined. */
        TAIL,
        /** A record is read. */
        READ,
        /** A record is shed for its age. */
        SHED,
        /** A record was deleted from the topic before it was read. */
        GONE,
        /** A loss in all partitions is reported although its marker is not read. */
        UNREAD,
        /** The topic is deleted and created again. */
        NEW_TOPIC,
        /** Frames are sent. */
        FLUSH
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind + " " + partition);
        if (row != null) {
            text.append(" @")
                    .append(row.offset())
                    .append(" ms ")
                    .append(row.timestamp())
                    .append(' ');
            text.append(
                    row.value() == null
                            ? "marker " + Headers.text(row.headers(), Headers.GAP)
                            : "order " + new String(row.value(), StandardCharsets.UTF_8));
        }
        return text.append(json == null ? "" : " " + json).toString();
    }
}
