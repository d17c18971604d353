package io.orderwire.benchmarks.floor;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * In the parser's place: reads committed blocks and writes them on in transactions that contain the offsets, as they are or
 * one record for each line, without looking at a byte of them.
 */
public final class FloorRelay {
    private static final Duration POLL = Duration.ofMillis(100);

    /** Of a user's address as text. */
    private static final int KEY_LENGTH = 42;

    private FloorRelay() {}

    /** BOOTSTRAP FROM TO FORM: works until it is ended. */
    public static void main(String[] args) throws Exception {
        boolean split = Form.valueOf(args[3]) == Form.ORDERS;
        try (Consumer<byte[], byte[]> consumer = consumer(args[0]);
                Producer<byte[], byte[]> producer = producer(args[0])) {
            producer.initTransactions();
            consumer.subscribe(List.of(args[1]));
            System.out.println("ready");
            while (true) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (records.isEmpty()) {
                    continue;
                }
                producer.beginTransaction();
                Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    send(producer, args[2], record, split);
                    offsets.put(
                            new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1));
                }
                producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
                producer.commitTransaction();
            }
        }
    }

    private static void send(
            Producer<byte[], byte[]> producer, String topic, ConsumerRecord<byte[], byte[]> block, boolean split) {
        byte[] lengths = block.headers().lastHeader(FloorProducer.LENGTHS).value();
        if (!split) {
            ProducerRecord<byte[], byte[]> row = new ProducerRecord<>(topic, block.partition(), null, block.value());
            row.headers().add(FloorProducer.LENGTHS, lengths);
            producer.send(row);
            return;
        }
        ByteBuffer left = ByteBuffer.wrap(lengths);
        int from = 0;
        while (left.hasRemaining()) {
            int length = left.getInt();
            byte[] key = Arrays.copyOfRange(block.value(), from, from + KEY_LENGTH);
            byte[] value = Arrays.copyOfRange(block.value(), from, from + length - 1);
            producer.send(new ProducerRecord<>(topic, block.partition(), key, value));
            from += length;
        }
    }

    private static Consumer<byte[], byte[]> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "floor-relay",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static Producer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "floor-relay");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 512 * 1024);
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 << 20);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
