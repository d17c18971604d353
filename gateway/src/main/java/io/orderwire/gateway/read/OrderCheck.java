package io.orderwire.gateway.read;

import io.orderwire.gateway.match.RecordView;
import io.orderwire.orders.OrderText;
import io.orderwire.orders.Sequence;
import io.orderwire.orders.Users;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Whether a record of the topic of orders can be a parser's: one whole JSON object, of the partition that it is in, under the
 * key of its user. Anybody with the right to write may have written it, and clients get it as it is. An order as a parser
 * writes it is checked without being parsed.
 */
final class OrderCheck {
    private static final byte[] USER = "\"user\":\"".getBytes(StandardCharsets.US_ASCII);

    private final int partitions;

    /** Of a topic of so many partitions. */
    OrderCheck(int partitions) {
        this.partitions = partitions;
    }

    /**
     * What is wrong with it, null if nothing is.
     *
     * @param view turned to the record
     * @param seq the sequence that it gives itself, or -1
     */
    @Nullable
    String fault(ConsumerRecord<byte[], byte[]> row, RecordView view, long seq) {
        if (!Sequence.isPossible(seq)) {
            return "it is not an order with a sequence";
        }
        long part = SeqScan.partition(row.value());
        if (part != row.partition() && (part >= 0 || !view.readable() || view.partition() != row.partition())) {
            return "the order is of another partition";
        }
        byte[] key = row.key();
        if (key == null || key.length != Users.LENGTH || Users.partition(key, partitions) != row.partition()) {
            return "the key is not a user of the partition";
        }
        if (!OrderText.isWhole(row.value())) {
            return "the value is not one JSON object";
        }
        if (!names(row.value(), key) && (!view.readable() || !view.isOfUser(key))) {
            return "the key is not the order's user";
        }
        return null;
    }

    /** Whether the first user in the value is that one; one whose digits are upper case or escaped is read in full. */
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
