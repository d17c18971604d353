package io.orderwire.testing.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads and returns all records that partitions contain at the moment of the call. Records of one partition are in order,
 * partitions are mixed. Does not use a group. For committed records, the end of a partition is the beginning of the oldest
 * open transaction. Throws {@link AssertionError} if the end is not reached in time or a topic does not exist.
 */
public final class KafkaReads {
    private static final Duration END_WRITTEN = Duration.ofSeconds(1);
    private static final long PAUSE_NANOS = 5_000_000;

    private KafkaReads() {}

    /** All partitions of a topic, committed records only. */
    public static List<ConsumerRecord<byte[], byte[]>> committed(
            String bootstrapServers, String topic, Duration timeout) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        forEachCommitted(bootstrapServers, topic, timeout, records::add);
        return records;
    }

    /** All partitions of a topic, including records of aborted and open transactions. */
    public static List<ConsumerRecord<byte[], byte[]>> uncommitted(
            String bootstrapServers, String topic, Duration timeout) {
        Deadline deadline = new Deadline(timeout);
        try (KafkaConsumer<byte[], byte[]> consumer =
                consumer(addressOf(bootstrapServers), IsolationLevel.READ_UNCOMMITTED)) {
            return read(consumer, beginnings(consumer, topic, deadline), deadline);
        }
    }

    /**
     * All partitions of a topic, committed records only, passed to a consumer one by one: for topics that do not fit into
     * memory.
     */
    public static void forEachCommitted(
            String bootstrapServers, String topic, Duration timeout, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        forEachCommitted(addressOf(bootstrapServers), topic, timeout, sink);
    }

    /**
     * The same, from a Kafka whose clients need more settings than the address.
     *
     * @param client Kafka's settings for a consumer, such as its address and a password
     */
    public static void forEachCommitted(
            Map<String, Object> client, String topic, Duration timeout, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Deadline deadline = new Deadline(timeout);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(client, IsolationLevel.READ_COMMITTED)) {
            Map<TopicPartition, Long> from = beginnings(consumer, topic, deadline);
            awaitEnds(client, consumer, from, deadline);
            read(consumer, from, deadline, sink);
        }
    }

    /** The given partitions, committed records only. */
    public static List<ConsumerRecord<byte[], byte[]>> committed(
            String bootstrapServers, Collection<TopicPartition> partitions, Duration timeout) {
        Deadline deadline = new Deadline(timeout);
        try (KafkaConsumer<byte[], byte[]> consumer =
                consumer(addressOf(bootstrapServers), IsolationLevel.READ_COMMITTED)) {
            Map<TopicPartition, Long> from = consumer.beginningOffsets(partitions, deadline.left());
            awaitEnds(addressOf(bootstrapServers), consumer, from, deadline);
            return read(consumer, from, deadline);
        }
    }

    /** Records from the given offsets on, inclusive; committed records only. */
    public static List<ConsumerRecord<byte[], byte[]>> committedFrom(
            String bootstrapServers, Map<TopicPartition, Long> offsets, Duration timeout) {
        Deadline deadline = new Deadline(timeout);
        try (KafkaConsumer<byte[], byte[]> consumer =
                consumer(addressOf(bootstrapServers), IsolationLevel.READ_COMMITTED)) {
            awaitEnds(addressOf(bootstrapServers), consumer, offsets, deadline);
            return read(consumer, offsets, deadline);
        }
    }

    /**
     * Waits a moment for the ends of transactions, because Kafka acknowledges a commit to the producer before the
     * partitions have its marker. Does not wait for a transaction that stays open.
     */
    private static void awaitEnds(
            Map<String, Object> client,
            KafkaConsumer<byte[], byte[]> committed,
            Map<TopicPartition, Long> partitions,
            Deadline deadline) {
        try (KafkaConsumer<byte[], byte[]> all = consumer(client, IsolationLevel.READ_UNCOMMITTED)) {
            Map<TopicPartition, Long> ends = all.endOffsets(partitions.keySet(), deadline.left());
            Deadline moment = new Deadline(END_WRITTEN);
            while (!moment.passed() && !deadline.passed()) {
                Map<TopicPartition, Long> now = committed.endOffsets(partitions.keySet(), deadline.left());
                if (now.entrySet().stream().allMatch(end -> end.getValue() >= ends.getOrDefault(end.getKey(), 0L))) {
                    return;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static Map<TopicPartition, Long> beginnings(
            KafkaConsumer<byte[], byte[]> consumer, String topic, Deadline deadline) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, deadline.left()).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new AssertionError("there is no topic " + topic);
        }
        return consumer.beginningOffsets(partitions, deadline.left());
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> from, Deadline deadline) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        read(consumer, from, deadline, records::add);
        return records;
    }

    private static void read(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> from,
            Deadline deadline,
            Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        Map<TopicPartition, Long> missing = new HashMap<>(consumer.endOffsets(from.keySet(), deadline.left()));
        long read = 0;
        while (true) {
            missing.entrySet().removeIf(end -> consumer.position(end.getKey(), deadline.left()) >= end.getValue());
            if (missing.isEmpty()) {
                return;
            }
            if (deadline.passed()) {
                throw new AssertionError("read " + read + " records but not to the ends " + missing);
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                Long end = missing.get(new TopicPartition(record.topic(), record.partition()));
                // Records that were written after the call are not part of the result.
                if (end != null && record.offset() < end) {
                    read++;
                    sink.accept(record);
                }
            }
        }
    }

    private static Map<String, Object> addressOf(String bootstrapServers) {
        return Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> client, IsolationLevel isolation) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString().toLowerCase(Locale.ROOT));
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static final class Deadline {
        private final long atNanos;

        Deadline(Duration timeout) {
            this.atNanos = System.nanoTime() + timeout.toNanos();
        }

        Duration left() {
            return Duration.ofNanos(Math.max(1_000_000, atNanos - System.nanoTime()));
        }

        boolean passed() {
            return System.nanoTime() - atNanos >= 0;
        }
    }
}
