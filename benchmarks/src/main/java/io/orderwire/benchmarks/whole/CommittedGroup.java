package io.orderwire.benchmarks.whole;

import io.orderwire.contract.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A plain consumer group of one member that reads committed orders, on Kafka's default settings besides that. */
final class CommittedGroup implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long JOIN_SECONDS = 30;
    private static final long END_MS = 10_000;

    private final Map<String, Object> config;
    private final Received received;
    private final CountDownLatch assigned = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "consumer");
    private volatile boolean closing;
    private volatile String failure = "";

    CommittedGroup(String bootstrapServers, Received received) throws InterruptedException {
        this.config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.GROUP_ID_CONFIG,
                "bench",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        this.received = received;
        thread.setDaemon(true);
        thread.start();
        if (!assigned.await(JOIN_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the consumer group has no partitions after 30 s: " + failure);
        }
    }

    private void run() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.DEFAULT.orders()));
            while (!closing) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!consumer.assignment().isEmpty()) {
                    assigned.countDown();
                }
                take(records);
            }
        } catch (RuntimeException e) {
            failure = e.toString();
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        long now = Received.nowMicros();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byte[] value = record.value();
            if (value != null) {
                received.take(value, 0, value.length, now);
                received.countBytes(Math.max(0, record.serializedKeySize()) + value.length);
            }
        }
    }

    /** Why it ended, empty while it runs. */
    String failure() {
        return failure;
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
