package io.orderwire.benchmarks;

import io.orderwire.contract.topic.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer of all committed orders, which knows when it is up to date. */
final class CommittedReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    CommittedReader(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(Topics.DEFAULT.orders()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
    }

    /**
     * Reads until each partition has given an order that the ingestor read after that moment.
     *
     * @return milliseconds from that moment until then, or -1 when it took longer than the bound
     */
    long awaitOrdersReadAfter(long epochMs, long boundMs) {
        Set<Integer> waiting = new HashSet<>();
        partitions.forEach(partition -> waiting.add(partition.partition()));
        while (System.currentTimeMillis() - epochMs < boundMs) {
            for (ConsumerRecord<byte[], byte[]> order : consumer.poll(POLL)) {
                if (order.value() != null && order.timestamp() > epochMs) {
                    waiting.remove(order.partition());
                }
            }
            if (waiting.isEmpty()) {
                return System.currentTimeMillis() - epochMs;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
