package io.orderwire.ingestor.prune;

import io.orderwire.runtime.kafka.KafkaClients;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A consumer of committed records; each call has a timeout. */
final class BoundedConsumer {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int FETCH_BYTES = 2 << 20;
    private static final int PARTITION_FETCH_BYTES = 256 * 1024;

    private final Consumer<byte[], byte[]> consumer;
    private final Duration timeout;
    private final Runnable step;

    /**
     * @param step called repeatedly while waiting for Kafka
     */
    BoundedConsumer(KafkaClients clients, String clientId, Duration timeout, Runnable step) {
        this.timeout = timeout;
        this.step = step;
        this.consumer = clients.consumer(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                clientId,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                FETCH_BYTES,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                PARTITION_FETCH_BYTES));
    }

    /** Timeout of each call, and of reading a topic. */
    Duration timeout() {
        return timeout;
    }

    void assign(Collection<TopicPartition> partitions) {
        consumer.assign(partitions);
    }

    void seek(TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
    }

    void pause(Collection<TopicPartition> partitions) {
        consumer.pause(partitions);
    }

    long position(TopicPartition partition) {
        return consumer.position(partition, timeout);
    }

    Iterable<ConsumerRecord<byte[], byte[]>> poll() {
        step.run();
        return consumer.poll(POLL);
    }

    void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
