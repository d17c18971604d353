package io.orderwire.testing.guarantees;

import io.orderwire.contract.position.Position;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record of the topic of dead letters, read without the product's code.
 *
 * @param pos header {@code ow.pos}
 * @param partition header {@code ow.partition}: the partition whose sequence it took
 * @param seq header {@code ow.seq}
 * @param reason header {@code ow.reason}
 */
public record ReceivedDeadLetter(Position pos, int partition, long seq, String reason) {

    /**
     * Reads a record's headers.
     *
     * @throws AssertionError naming the header that is missing or wrong
     */
    public static ReceivedDeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new ReceivedDeadLetter(
                    Position.parse(header(record, "ow.pos")),
                    Integer.parseInt(header(record, "ow.partition")),
                    Long.parseLong(header(record, "ow.seq")),
                    header(record, "ow.reason"));
        } catch (IllegalArgumentException e) {
            throw new AssertionError("dead letter at offset " + record.offset() + ": " + e.getMessage(), e);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null) {
            throw new AssertionError("dead letter at offset " + record.offset() + " has no header " + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
