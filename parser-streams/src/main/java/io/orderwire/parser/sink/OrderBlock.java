package io.orderwire.parser.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Orders of one raw block, which pass through Kafka Streams as a single record. Streams' sink costs 0.4 to 0.65 µs for each
 * record; {@link UnpackingProducer} therefore makes the orders' own records behind it, in the same transaction.
 *
 * <p>It is a header, because Streams hands the objects of a record's headers on as they are, and only bytes of keys and values.
 * It never reaches Kafka.
 */
public final class OrderBlock implements Header {
    /** An instance marks the record, not this name: a record that someone else wrote may have a header of any name. */
    private static final String NAME = "order-block";

    private static final byte[] NOTHING = {};

    /** Bounds the memory of orders before Streams takes them. Nearly all raw blocks make less. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int MAX_ORDERS = 4_096;

    private final @Nullable Headers headers;
    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();
    private int bytes;

    /** @param headers headers of the record of each order, null for none */
    public OrderBlock(@Nullable Headers headers) {
        this.headers = headers;
    }

    /** The orders that the record with these headers stands for, null if it stands for itself. */
    public static @Nullable OrderBlock of(Headers headers) {
        return headers.lastHeader(NAME) instanceof OrderBlock block ? block : null;
    }

    /** Adds an order after the others. */
    public void add(byte[] key, byte[] value) {
        keys.add(key);
        values.add(value);
        bytes += key.length + value.length;
    }

    /** Whether no more orders may be added. */
    public boolean isFull() {
        return bytes >= MAX_BYTES || values.size() >= MAX_ORDERS;
    }

    /** Whether there are no orders. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The records that take the place of {@code packed}, the record with this header. */
    public List<ProducerRecord<byte[], byte[]>> records(ProducerRecord<byte[], byte[]> packed) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(values.size());
        for (int order = 0; order < values.size(); order++) {
            records.add(record(packed, order));
        }
        return records;
    }

    private ProducerRecord<byte[], byte[]> record(ProducerRecord<byte[], byte[]> packed, int order) {
        return new ProducerRecord<>(
                packed.topic(), packed.partition(), packed.timestamp(), keys.get(order), values.get(order), headers);
    }

    /**
     * Sends the orders in place of {@code packed}, the record with this header.
     *
     * @param transactional whether nothing can be committed after a failure: then no further order is sent
     * @param done completed once: with the metadata of the order that was acknowledged last, or with the first failure
     * @return the result of the last send
     */
    Future<RecordMetadata> send(
            ProducerRecord<byte[], byte[]> packed,
            BiFunction<ProducerRecord<byte[], byte[]>, Callback, Future<RecordMetadata>> producer,
            boolean transactional,
            @Nullable Callback done) {
        BlockAcknowledgement acknowledgement = new BlockAcknowledgement(values.size(), done);
        Future<RecordMetadata> last =
                CompletableFuture.failedFuture(new IllegalStateException("a block without orders"));
        for (int order = 0; order < values.size(); order++) {
            if (transactional && acknowledgement.failed()) {
                break;
            }
            last = producer.apply(record(packed, order), acknowledgement);
        }
        return last;
    }

    @Override
    public String key() {
        return NAME;
    }

    @Override
    public byte[] value() {
        return NOTHING;
    }
}
