package io.orderwire.benchmarks.peers;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The committed lines of a topic, a line or a block of them in each record. */
final class TopicLines {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long CREATE_SECONDS = 30;
    private static final long READ_NANOS = TimeUnit.MINUTES.toNanos(2);

    private TopicLines() {}

    /** Creates a topic. */
    static void create(String kafka, String topic, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get(CREATE_SECONDS, TimeUnit.SECONDS);
        }
    }

    static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    static Consumer<byte[], byte[]> consumer(String kafka) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ConsumerConfig.RECEIVE_BUFFER_CONFIG,
                        -1,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Reads all that the topic has now. */
    static LineSum read(String kafka, String topic, int partitions) throws IOException {
        LineSum sum = new LineSum();
        List<TopicPartition> all = partitions(topic, partitions);
        long begin = System.nanoTime();
        try (Consumer<byte[], byte[]> consumer = consumer(kafka)) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.value() != null) {
                        sum.add(record.value(), 0, record.value().length);
                    }
                }
                if (System.nanoTime() - begin > READ_NANOS) {
                    throw new IOException("the topic " + topic + " could not be read within two minutes");
                }
            }
        }
        return sum;
    }
}
