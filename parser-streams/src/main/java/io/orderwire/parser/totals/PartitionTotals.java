package io.orderwire.parser.totals;

import io.orderwire.contract.position.Sequence;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Counts of one partition's events by outcome, since the topics were created.
 *
 * @param seq last sequence handled, 0 before the first
 * @param orders orders written
 * @param deadLetters dead letters written
 * @param shed events that were shed, or deleted before they were read
 * @param unreported blocks after that sequence that were shed and neither read nor counted yet, or null
 */
public record PartitionTotals(
        long seq,
        long orders,
        long deadLetters,
        long shed,
        @Nullable ShedBlocks unreported) {
    /** Before the first event. */
    public static final PartitionTotals NONE = new PartitionTotals(0, 0, 0, 0);

    /** A later layout begins with its negative version; this one does not name its version. */
    private static final int VERSION = 1;

    private static final int COUNTS = 4 * Long.BYTES;
    private static final int SHED_BLOCKS = 3 * Long.BYTES;

    /** Totals without such blocks. */
    public PartitionTotals(long seq, long orders, long deadLetters, long shed) {
        this(seq, orders, deadLetters, shed, null);
    }

    /**
     * Four longs, big-endian; with shed blocks, their two offsets and time as three more, and their position. None of these
     * numbers is negative. A future layout must begin with its negative version, so that this version rejects it.
     */
    public static Serde<PartitionTotals> serde() {
        Serializer<PartitionTotals> serializer = (topic, totals) -> totals.bytes();
        return Serdes.serdeFrom(serializer, deserializer());
    }

    private byte[] bytes() {
        byte[] pos = unreported == null ? new byte[0] : unreported.fromPos().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(COUNTS + (unreported == null ? 0 : SHED_BLOCKS + pos.length));
        bytes.putLong(seq).putLong(orders).putLong(deadLetters).putLong(shed);
        if (unreported != null) {
            bytes.putLong(unreported.fromOffset())
                    .putLong(unreported.resumeAt())
                    .putLong(unreported.fromMs())
                    .put(pos);
        }
        return bytes.array();
    }

    private static Deserializer<PartitionTotals> deserializer() {
        return (topic, data) -> parse(topic, data);
    }

    private static @Nullable PartitionTotals parse(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        if (data.length != COUNTS && data.length <= COUNTS + SHED_BLOCKS) {
            throw new SerializationException(topic + ": totals of " + data.length + " bytes, expected " + COUNTS
                    + " or more than " + (COUNTS + SHED_BLOCKS));
        }
        ByteBuffer bytes = ByteBuffer.wrap(data);
        long first = bytes.getLong(0);
        if (first < 0) {
            throw new SerializationException(topic + ": totals that begin with " + first + ": version " + -first
                    + ", this parser reads version " + VERSION + "; or they are damaged");
        }
        for (int at = 0; at < COUNTS; at += Long.BYTES) {
            long count = bytes.getLong(at);
            if (count < 0 || count > Sequence.MAX) {
                throw new SerializationException(topic + ": totals with " + count + ", expected 0 to 2^53 - 1");
            }
        }
        return new PartitionTotals(
                bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong(), unreported(bytes));
    }

    private static @Nullable ShedBlocks unreported(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return null;
        }
        long fromOffset = bytes.getLong();
        long resumeAt = bytes.getLong();
        long fromMs = bytes.getLong();
        return new ShedBlocks(
                fromOffset, resumeAt, StandardCharsets.UTF_8.decode(bytes).toString(), fromMs);
    }
}
