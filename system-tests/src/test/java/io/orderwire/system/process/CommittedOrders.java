package io.orderwire.system.process;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.topic.Topics;
import io.orderwire.testing.guarantees.ReceivedOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer of all orders that sees what is committed, was there from the first on, and keeps all it gets. */
final class CommittedOrders implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> received = new ArrayList<>();
    private final Map<Position, ConsumerRecord<byte[], byte[]>> orders = new HashMap<>();
    private final Map<String, ConsumerRecord<byte[], byte[]>> markers = new HashMap<>();
    private long givenUp;

    CommittedOrders(String bootstrapServers, int partitions) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(number -> new TopicPartition(Topics.DEFAULT.orders(), number))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Reads on for a moment; returns how many orders there are, each counted once. */
    int read() {
        for (ConsumerRecord<byte[], byte[]> row : consumer.poll(POLL)) {
            received.add(row);
            Gap gap = Gap.of(row.headers());
            if (gap == null) {
                orders.putIfAbsent(ReceivedOrder.of(row).pos(), row);
            } else if (markers.putIfAbsent(gap.id(), row) == null) {
                givenUp += Objects.requireNonNull(gap.events());
            }
        }
        return orders.size();
    }

    /** Orders read so far, each counted once. */
    int orders() {
        return orders.size();
    }

    /** Events that markers report as shed. */
    long givenUp() {
        return givenUp;
    }

    boolean isAtTheEnd() {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** All records in the order in which they came. */
    List<ConsumerRecord<byte[], byte[]>> received() {
        return received;
    }

    /** Each order and each marker once. */
    List<ConsumerRecord<byte[], byte[]>> distinct() {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(orders.values());
        all.addAll(markers.values());
        return all;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
