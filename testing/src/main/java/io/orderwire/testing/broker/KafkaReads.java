package io.orderwire.testing.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what stands in partitions at the moment of the call, from the oldest record to the end, and returns it: within
 * a partition in its order, partitions mixed. Without a group. The end for committed readers is where the oldest open
 * transaction begins. Throws {@link AssertionError} when the end is not reached in time, or a topic is not there.
 */
public final class KafkaReads {
    private KafkaReads() {}

    /** All partitions of a topic, committed records only. */
    public static List<ConsumerRecord<byte[], byte[]>> committed(
            String bootstrapServers, String topic, Duration timeout) {
        return wholeTopic(bootstrapServers, topic, IsolationLevel.READ_COMMITTED, timeout);
    }

    /** All partitions of a topic, what was aborted or is still open included. */
    public static List<ConsumerRecord<byte[], byte[]>> uncommitted(
            String bootstrapServers, String topic, Duration timeout) {
        return wholeTopic(bootstrapServers, topic, IsolationLevel.READ_UNCOMMITTED, timeout);
    }

    /** All partitions of a topic, committed records only, handed on one by one: for topics that fit into no heap. */
    public static void forEachCommitted(
            String bootstrapServers, String topic, Duration timeout, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Deadline deadline = new Deadline(timeout);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers, IsolationLevel.READ_COMMITTED)) {
            read(consumer, beginnings(consumer, topic, deadline), deadline, sink);
        }
    }

    /** Those partitions, committed records only. */
    public static List<ConsumerRecord<byte[], byte[]>> committed(
            String bootstrapServers, Collection<TopicPartition> partitions, Duration timeout) {
        Deadline deadline = new Deadline(timeout);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers, IsolationLevel.READ_COMMITTED)) {
            return read(consumer, consumer.beginningOffsets(partitions, deadline.left()), deadline);
        }
    }

    /** From those offsets, inclusive, committed records only. */
    public static List<ConsumerRecord<byte[], byte[]>> committedFrom(
            String bootstrapServers, Map<TopicPartition, Long> offsets, Duration timeout) {
        Deadline deadline = new Deadline(timeout);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers, IsolationLevel.READ_COMMITTED)) {
            return read(consumer, offsets, deadline);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> wholeTopic(
            String bootstrapServers, String topic, IsolationLevel isolation, Duration timeout) {
        Deadline deadline = new Deadline(timeout);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers, isolation)) {
            return read(consumer, beginnings(consumer, topic, deadline), deadline);
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
                // What was written after the call is not part of the answer.
                if (end != null && record.offset() < end) {
                    read++;
                    sink.accept(record);
                }
            }
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, IsolationLevel isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolation.toString().toLowerCase(Locale.ROOT),
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
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
