package io.orderwire.benchmarks.scale;

import io.orderwire.contract.order.OrderReader;
import io.orderwire.contract.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How far the parsers are, by the sequences of the newest orders: offsets also count markers of transactions. */
final class ParsedLines implements AutoCloseable {
    /** More than the markers and the gaps that may follow the last order of a partition. */
    private static final long LAST_RECORDS = 200;

    private static final Duration POLL = Duration.ofMillis(20);
    private static final long BOUND_SECONDS = 10;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> orders;
    private final List<TopicPartition> raw;
    private final OrderReader reader = new OrderReader();

    ParsedLines(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        orders = partitions(Topics.DEFAULT.orders());
        raw = partitions(Topics.DEFAULT.raw());
        consumer.assign(orders);
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** The highest sequence of each partition that has an order. */
    Map<Integer, Long> read() throws IOException {
        Map<TopicPartition, Long> ends = consumer.endOffsets(orders);
        ends.forEach((partition, end) -> consumer.seek(partition, Math.max(0, end - LAST_RECORDS)));
        Map<Integer, Long> highest = new HashMap<>();
        long begin = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.value() != null && reader.read(record.value())) {
                    highest.merge(record.partition(), reader.seq(), Math::max);
                }
            }
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(BOUND_SECONDS)) {
                throw new IOException("the newest orders could not be read within " + BOUND_SECONDS + " s");
            }
        }
        return highest;
    }

    /** Sum of the sequences. */
    long count() throws IOException {
        return read().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Sum of the raw topic's ends, which stands still when the ingestor has nothing to read. */
    long rawEnd() {
        return consumer.endOffsets(raw).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
