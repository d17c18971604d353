package io.orderwire.parser.sink;

import io.orderwire.contract.order.OrderPackWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Orders of one raw block, which pass through Kafka Streams as a single record. Streams' sink costs 0.4 to 0.65 µs for each
 * record; {@link UnpackingProducer} therefore makes the records of orders behind it, in the same transaction.
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

    /** An order that has not become a record yet; what the headers of several orders in one record say of it comes after its value. */
    @SuppressWarnings("ArrayRecordComponent") // sent once, never compared
    record Packed(byte[] user, byte[] value, int eventFrom, String coin, String status, long seq) {}

    private final @Nullable Headers headers;
    private final List<Packed> orders = new ArrayList<>();
    private int bytes;

    /** @param headers headers of each record of these orders, null for none */
    public OrderBlock(@Nullable Headers headers) {
        this.headers = headers;
    }

    /** The orders that the record with these headers stands for, null if it stands for itself. */
    public static @Nullable OrderBlock of(Headers headers) {
        return headers.lastHeader(NAME) instanceof OrderBlock block ? block : null;
    }

    /**
     * Adds an order after the others.
     *
     * @param user the user's address in lower case
     * @param value the value of a record of this order alone
     * @param eventFrom where the event begins in it
     */
    public void add(byte[] user, byte[] value, int eventFrom, String coin, String status, long seq) {
        orders.add(new Packed(user, value, eventFrom, coin, status, seq));
        bytes += user.length + value.length;
    }

    /** Whether no more orders may be added. */
    public boolean isFull() {
        return bytes >= MAX_BYTES || orders.size() >= MAX_ORDERS;
    }

    /** Whether there are no orders. */
    public boolean isEmpty() {
        return orders.isEmpty();
    }

    /** The records that take the place of {@code packed}, the record with this header: one for each order. */
    public List<ProducerRecord<byte[], byte[]>> records(ProducerRecord<byte[], byte[]> packed) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(orders.size());
        for (Packed order : orders) {
            records.add(record(packed, order));
        }
        return records;
    }

    /**
     * The records that take the place of {@code packed}, the record with this header: as few as {@code packs} allows. An order
     * that does not fit into a record with others, or that has none beside it, is one on its own.
     */
    List<ProducerRecord<byte[], byte[]>> records(ProducerRecord<byte[], byte[]> packed, OrderPackWriter packs) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        packs.clear();
        Packed last = null;
        for (Packed order : orders) {
            if (!add(order, packs)) {
                end(packed, packs, last, records);
                if (!add(order, packs)) {
                    records.add(record(packed, order));
                }
            }
            last = order;
        }
        end(packed, packs, last, records);
        return records;
    }

    private static boolean add(Packed order, OrderPackWriter packs) {
        return packs.add(order.user, order.value, order.eventFrom, order.coin, order.status, order.seq);
    }

    private void end(
            ProducerRecord<byte[], byte[]> packed,
            OrderPackWriter packs,
            @Nullable Packed last,
            List<ProducerRecord<byte[], byte[]>> records) {
        if (packs.count() == 1 && last != null) {
            records.add(record(packed, last));
        } else if (packs.count() > 1) {
            RecordHeaders own = new RecordHeaders(headers);
            packs.addTo(own);
            records.add(new ProducerRecord<>(
                    packed.topic(), packed.partition(), packed.timestamp(), null, packs.value(), own));
        }
        packs.clear();
    }

    private ProducerRecord<byte[], byte[]> record(ProducerRecord<byte[], byte[]> packed, Packed order) {
        return new ProducerRecord<>(
                packed.topic(), packed.partition(), packed.timestamp(), order.user, order.value, headers);
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
