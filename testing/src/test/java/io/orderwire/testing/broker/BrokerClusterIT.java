package io.orderwire.testing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("adversary")
@Timeout(180)
class BrokerClusterIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private static void create(BrokerCluster cluster, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static Producer<byte[], byte[]> producer(BrokerCluster cluster) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "request.timeout.ms", 2_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void send(Producer<byte[], byte[]> producer, String value) throws Exception {
        producer.send(new ProducerRecord<>("t", 0, null, value.getBytes(StandardCharsets.UTF_8)))
                .get(SOON.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static List<String> values(BrokerCluster cluster) {
        return KafkaReads.committed(cluster.bootstrapServers(), "t", SOON).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void shouldComeBackAtItsPortsWithItsDataAfterAKillAndAStop() throws Exception {
        try (BrokerCluster cluster = BrokerCluster.single(folder).start()) {
            String servers = cluster.bootstrapServers();
            create(cluster, "t");
            try (Producer<byte[], byte[]> producer = producer(cluster)) {
                send(producer, "before");
                cluster.kill(1);
                assertThat(cluster.isAlive(1)).isFalse();
                cluster.restart(1);
                send(producer, "after a kill");
                assertThat(cluster.stop(1)).isTrue();
                cluster.restart(1);
                send(producer, "after a stop");
            }
            assertThat(cluster.bootstrapServers()).isEqualTo(servers);
            assertThat(values(cluster)).containsExactly("before", "after a kill", "after a stop");
        }
    }

    @Test
    void shouldHoldStillWhilePaused() throws Exception {
        try (BrokerCluster cluster = BrokerCluster.single(folder).start()) {
            create(cluster, "t");
            try (Producer<byte[], byte[]> producer = producer(cluster)) {
                send(producer, "before");
                cluster.pause(1);
                var sent = producer.send(new ProducerRecord<>("t", 0, null, "paused".getBytes(StandardCharsets.UTF_8)));
                assertThatThrownBy(() -> sent.get(1, TimeUnit.SECONDS))
                        .isInstanceOf(java.util.concurrent.TimeoutException.class);
                cluster.resume(1);
                sent.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
            }
            assertThat(values(cluster)).containsExactly("before", "paused");
        }
    }

    @Test
    void shouldServeWithTwoOfThree() throws Exception {
        try (BrokerCluster cluster = BrokerCluster.of(3, folder, Map.of()).start()) {
            create(cluster, "t");
            try (Producer<byte[], byte[]> producer = producer(cluster)) {
                send(producer, "three");
                cluster.kill(2);
                send(producer, "two");
                cluster.restart(2);
                cluster.kill(1);
                send(producer, "two others");
                assertThat(values(cluster)).containsExactly("three", "two", "two others");
            }
        }
    }
}
