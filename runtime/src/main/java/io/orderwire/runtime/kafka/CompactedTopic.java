package io.orderwire.runtime.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads a small compacted topic of one partition. */
public final class CompactedTopic {
    private static final Duration POLL = Duration.ofMillis(100);

    private CompactedTopic() {}

    /**
     * The last committed value of each key, in the order in which the values were written.
     *
     * @throws TimeoutException if the end is not reached within {@code timeout}
     */
    public static Map<String, byte[]> readToEnd(KafkaClients clients, String topic, Duration timeout) {
        Map<String, byte[]> values = new LinkedHashMap<>();
        rowsToEnd(clients, topic, timeout).forEach((key, row) -> values.put(key, row.value()));
        return values;
    }

    /**
     * The last committed record of each key, in the order in which the records were written; a record without a key is under
     * the empty key.
     *
     * @throws TimeoutException if the end is not reached within {@code timeout}
     */
    public static Map<String, ConsumerRecord<byte[], byte[]>> rowsToEnd(
            KafkaClients clients, String topic, Duration timeout) {
        Map<String, ConsumerRecord<byte[], byte[]>> last = new LinkedHashMap<>();
        try (Consumer<byte[], byte[]> consumer = clients.consumer(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "orderwire-checkpoint-reader",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"))) {
            readToEnd(consumer, topic, timeout, row -> put(last, row));
        }
        return last;
    }

    /**
     * Passes on every record up to the current end of the topic. The consumer stays assigned to the topic, at that position.
     *
     * @throws TimeoutException if the end is not reached within {@code timeout}
     */
    public static void readToEnd(
            Consumer<byte[], byte[]> consumer,
            String topic,
            Duration timeout,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        TopicPartition partition = new TopicPartition(topic, 0);
        long deadline = System.nanoTime() + timeout.toNanos();
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition), timeout).getOrDefault(partition, 0L);
        while (consumer.position(partition, timeout) < end) {
            consumer.poll(POLL).forEach(sink);
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("end of " + topic + " not reached within " + timeout.toMillis() + " ms");
            }
        }
    }

    private static void put(Map<String, ConsumerRecord<byte[], byte[]>> last, ConsumerRecord<byte[], byte[]> row) {
        String key = row.key() == null ? "" : new String(row.key(), StandardCharsets.UTF_8);
        last.remove(key);
        if (row.value() != null) {
            last.put(key, row);
        }
    }
}
