package io.orderwire.testing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Tests that every kind of test broker must pass. */
abstract class BrokerCases {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static void create(TestBroker broker, String topic, int partitions)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static Producer<byte[], byte[]> producer(TestBroker broker, String transactionalId) {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", transactionalId),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static void send(Producer<byte[], byte[]> producer, String topic, int partition, String... values) {
        for (String value : values) {
            producer.send(new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void shouldServeTransactionsAndReadThem(TestBroker broker) throws Exception {
        String topic = "transactions";
        create(broker, topic, 2);
        try (Producer<byte[], byte[]> producer = producer(broker, "a")) {
            producer.beginTransaction();
            send(producer, topic, 0, "a", "b");
            send(producer, topic, 1, "c");
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, topic, 0, "aborted");
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, topic, 0, "d");
            producer.commitTransaction();

            String servers = broker.bootstrapServers();
            TopicPartition first = new TopicPartition(topic, 0);
            assertThat(values(KafkaReads.committed(servers, topic, SOON)))
                    .containsExactlyInAnyOrder("a", "b", "c", "d");
            assertThat(values(KafkaReads.uncommitted(servers, topic, SOON)))
                    .containsExactlyInAnyOrder("a", "b", "c", "aborted", "d");
            assertThat(values(KafkaReads.committed(servers, List.of(first), SOON)))
                    .containsExactly("a", "b", "d");
            assertThat(values(KafkaReads.committedFrom(servers, Map.of(first, 1L), SOON)))
                    .containsExactly("b", "d");
        }
    }

    @Test
    void shouldEndCommittedReadsWhereATransactionIsOpen(TestBroker broker) throws Exception {
        String topic = "open";
        create(broker, topic, 1);
        try (Producer<byte[], byte[]> closed = producer(broker, "closed");
                Producer<byte[], byte[]> open = producer(broker, "open")) {
            closed.beginTransaction();
            send(closed, topic, 0, "before");
            closed.commitTransaction();
            open.beginTransaction();
            send(open, topic, 0, "open");
            open.flush();
            closed.beginTransaction();
            send(closed, topic, 0, "after");
            closed.commitTransaction();

            assertThat(values(KafkaReads.committed(broker.bootstrapServers(), topic, SOON)))
                    .containsExactly("before");
            open.commitTransaction();
            assertThat(values(KafkaReads.committed(broker.bootstrapServers(), topic, SOON)))
                    .containsExactly("before", "open", "after");
        }
    }

    @Test
    void shouldReadEmptyTopicsAndMissNoneSilently(TestBroker broker) throws Exception {
        create(broker, "empty", 3);

        assertThat(KafkaReads.committed(broker.bootstrapServers(), "empty", SOON))
                .isEmpty();
        assertThatThrownBy(() -> KafkaReads.committed(broker.bootstrapServers(), "absent", Duration.ofSeconds(2)))
                .isInstanceOfAny(AssertionError.class, KafkaException.class);
    }

    @Test
    void shouldHaveTheProductsSettings(TestBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            int node = admin.describeCluster().nodes().get().iterator().next().id();
            ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(node));
            Config config = admin.describeConfigs(Set.of(resource)).all().get().get(resource);

            assertThat(value(config, "group.min.session.timeout.ms")).isEqualTo("1000");
            assertThat(value(config, "group.initial.rebalance.delay.ms")).isEqualTo("0");
            assertThat(value(config, "transaction.abort.timed.out.transaction.cleanup.interval.ms"))
                    .isEqualTo("5000");
            assertThat(value(config, "auto.create.topics.enable")).isEqualTo("false");
        }
    }

    private static String value(Config config, String name) {
        return config.get(name).value();
    }
}
