package io.orderwire.gateway.sequence;

import io.orderwire.contract.order.OrderPack;
import io.orderwire.contract.order.Users;
import io.orderwire.contract.position.Sequence;
import io.orderwire.contract.topic.RecordVersion;
import io.orderwire.gateway.match.RecordView;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a parser can have written a record of the topic of orders: one whole JSON object, in the partition that it
 * names, under the key of its user, which has that partition or had it before others were added. Any process with write
 * access may have written it, and clients get its bytes unchanged. An order of a known shape is checked without a JSON reader.
 */
final class OrderCheck {
    private static final byte[] USER = "\"user\":\"".getBytes(StandardCharsets.US_ASCII);

    private final int partitions;

    /** Checks records of a topic that has {@code partitions} partitions now. */
    OrderCheck(int partitions) {
        this.partitions = partitions;
    }

    /**
     * Why no parser can have written the record, null if one can.
     *
     * @param view view of the record
     * @param seq the sequence that the record claims, -1 if it does not have one
     */
    @Nullable
    String fault(ConsumerRecord<byte[], byte[]> row, RecordView view, long seq) {
        String version = RecordVersion.faultOfOrders(row.headers());
        if (version != null) {
            return version;
        }
        if (!Sequence.isPossible(seq)) {
            return "it is not an order with a sequence";
        }
        long part = SeqScan.partition(row.value());
        if (part != row.partition() && (part >= 0 || !view.readable() || view.partition() != row.partition())) {
            return "the order is of another partition";
        }
        byte[] key = row.key();
        if (key == null || key.length != Users.LENGTH || !Users.isPossible(key, row.partition(), partitions)) {
            return "the key is not a user of the partition";
        }
        if (!view.isWhole()) {
            return "the value is not one JSON object";
        }
        if ((!view.readable() || !view.isOfUser(key)) && !names(row.value(), key)) {
            return "the key is not the order's user";
        }
        return null;
    }

    /**
     * Whether a parser can have written an order among several; false also if only {@link #fault} can say.
     *
     * @param view view of the order, which has a known shape
     */
    boolean passes(ConsumerRecord<byte[], byte[]> row, OrderPack pack, int order, RecordView view) {
        return view.seq() == pack.seq(order)
                && view.partition() == row.partition()
                && view.isOfUser(pack.bytes(), pack.userFrom(order))
                && view.isPossibleIn(row.partition(), partitions);
    }

    /** Whether the first user in the value is the key; the caller reads upper case or escaped digits in full. */
    private static boolean names(byte[] value, byte[] key) {
        int last = value.length - USER.length - key.length;
        for (int at = 0; at < last; at++) {
            if (value[at] == '"' && value[at + 1] == 'u' && matches(value, at, USER)) {
                int from = at + USER.length;
                return matches(value, from, key) && value[from + key.length] == '"';
            }
        }
        return false;
    }

    private static boolean matches(byte[] value, int from, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (value[from + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
