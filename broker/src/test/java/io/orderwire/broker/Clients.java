package io.orderwire.broker;

import io.orderwire.testing.broker.KafkaReads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Requests that tests send to a broker. */
final class Clients {
    static final Duration SOON = Duration.ofSeconds(30);

    private Clients() {}

    static void createTopic(String servers, String topic, Map<String, String> settings) throws Exception {
        createTopic(servers, new NewTopic(topic, 1, (short) 1).configs(settings));
    }

    static void createTopic(String servers, NewTopic topic) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    static Producer<byte[], byte[]> producer(String servers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "delivery.timeout.ms", 20_000, "request.timeout.ms", 5_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    static Producer<byte[], byte[]> transactional(String servers, int transactionTimeoutMs) {
        return transactional(servers, "writer", transactionTimeoutMs);
    }

    static Producer<byte[], byte[]> transactional(String servers, String id, int transactionTimeoutMs) {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "transactional.id",
                        id,
                        "transaction.timeout.ms",
                        transactionTimeoutMs,
                        "max.block.ms",
                        20_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    static void send(Producer<byte[], byte[]> producer, String topic, String value) throws Exception {
        producer.send(new ProducerRecord<>(topic, 0, null, value.getBytes(StandardCharsets.UTF_8)))
                .get();
    }

    static List<String> committed(String servers, String topic) {
        return KafkaReads.committed(servers, topic, SOON).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
