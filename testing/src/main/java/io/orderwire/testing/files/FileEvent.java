package io.orderwire.testing.files;

import io.orderwire.contract.position.Position;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * One event of a node's files, an order or not.
 *
 * @param pos its position, as the product names it
 * @param user the address that it names, in lower case; null when it names none, or more than one
 * @param bytes the node's own event object, or the bytes in its place if they are not an order
 * @param order true when it counts as an order
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by the checkers through a hash, never by equals.
public record FileEvent(Position pos, @Nullable String user, byte[] bytes, boolean order) {

    /** The partition that Kafka's default partitioner assigns to it; 0 without a user. */
    public int partition(int partitions) {
        return user == null
                ? 0
                : BuiltInPartitioner.partitionForKey(user.getBytes(StandardCharsets.US_ASCII), partitions);
    }

    /** The event as text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
