package io.orderwire.parser.totals;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * What has become of one partition's events, since the topics were created.
 *
 * @param seq last sequence handled, 0 before the first
 * @param orders orders written
 * @param deadLetters dead letters written
 * @param shed events given up, or gone before they were read
 */
public record PartitionTotals(long seq, long orders, long deadLetters, long shed) {
    /** Before the first event. */
    public static final PartitionTotals NONE = new PartitionTotals(0, 0, 0, 0);

    private static final int BYTES = 4 * Long.BYTES;

    /** Four longs, big-endian. */
    public static Serde<PartitionTotals> serde() {
        Serializer<PartitionTotals> serializer = (topic, totals) -> ByteBuffer.allocate(BYTES)
                .putLong(totals.seq)
                .putLong(totals.orders)
                .putLong(totals.deadLetters)
                .putLong(totals.shed)
                .array();
        return Serdes.serdeFrom(serializer, deserializer());
    }

    private static Deserializer<PartitionTotals> deserializer() {
        return (topic, data) -> parse(topic, data);
    }

    private static @Nullable PartitionTotals parse(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        if (data.length != BYTES) {
            throw new SerializationException(topic + ": totals of " + data.length + " bytes, expected " + BYTES);
        }
        ByteBuffer bytes = ByteBuffer.wrap(data);
        return new PartitionTotals(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }
}
