package io.orderwire.gateway.sequence;

import io.orderwire.contract.order.OrderPack;
import io.orderwire.contract.order.Users;
import io.orderwire.contract.topic.Headers;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * One of several orders of a record, as a record of its own at the same offset. Its key and value are those that it would have
 * if the parser had written it alone.
 */
public final class PackedOrder extends ConsumerRecord<byte[], byte[]> {
    /** An order that is held back must not keep the headers of all orders, and each would be asked for its version. */
    private static final RecordHeaders NO_HEADERS = new RecordHeaders();

    static {
        NO_HEADERS.setReadOnly();
    }

    PackedOrder(ConsumerRecord<byte[], byte[]> row, OrderPack pack, int order) {
        super(
                row.topic(),
                row.partition(),
                row.offset(),
                row.timestamp(),
                row.timestampType(),
                NULL_SIZE,
                NULL_SIZE,
                pack.user(order),
                pack.value(order),
                NO_HEADERS,
                row.leaderEpoch());
    }

    /** Whether a record has several orders; a part of one has not. */
    static boolean isPack(ConsumerRecord<byte[], byte[]> row) {
        return !(row instanceof PackedOrder) && OrderPack.isMeant(row.headers(), row.value());
    }

    /**
     * Reads the headers of a record that has several orders, and compares them with the sequence and the place of the user in
     * each order.
     *
     * @throws IllegalArgumentException if no parser can have written the record
     */
    static OrderPack pack(ConsumerRecord<byte[], byte[]> row) {
        OrderPack pack = OrderPack.of(row.headers(), row.value());
        for (int order = 0; order < pack.count(); order++) {
            pack.userFrom(order);
            if (SeqScan.seq(pack.bytes(), pack.from(order), pack.to(order)) != pack.seq(order)) {
                throw new IllegalArgumentException(Headers.ORDERS + " must be the sequences of the orders: order "
                        + order + " is not " + pack.seq(order));
            }
        }
        return pack;
    }

    /** The orders of a record that has several, in rising sequence; none if no parser can have written the record. */
    static List<PackedOrder> of(ConsumerRecord<byte[], byte[]> row) {
        try {
            OrderPack pack = pack(row);
            return IntStream.range(0, pack.count())
                    .mapToObj(order -> new PackedOrder(row, pack, order))
                    .toList();
        } catch (IllegalArgumentException expected) {
            return List.of();
        }
    }

    /**
     * The first order of a record, which is the record itself if it has one.
     *
     * @throws IllegalArgumentException if no parser can have written the record
     */
    static ConsumerRecord<byte[], byte[]> first(ConsumerRecord<byte[], byte[]> row) {
        return isPack(row) ? new PackedOrder(row, pack(row), 0) : row;
    }

    /** The last order of a record, which is the record itself if it has one; throws as {@link #first}. */
    static ConsumerRecord<byte[], byte[]> last(ConsumerRecord<byte[], byte[]> row) {
        if (!isPack(row)) {
            return row;
        }
        OrderPack pack = pack(row);
        return new PackedOrder(row, pack, pack.count() - 1);
    }

    /** About how many orders a record has, at least 1; it may claim any number, but each order has at least a user. */
    public static int count(ConsumerRecord<byte[], byte[]> row) {
        Long events = isPack(row) ? Headers.number(row.headers(), Headers.EVENTS) : null;
        if (events == null) {
            return 1;
        }
        int most = Math.min(OrderPack.MOST_ORDERS, row.value().length / Users.LENGTH);
        return (int) Math.max(1, Math.min(events, most));
    }
}
