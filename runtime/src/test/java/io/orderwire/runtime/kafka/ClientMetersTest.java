package io.orderwire.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.runtime.meters.SeriesLimit;
import io.orderwire.runtime.process.StallWatchdog;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMetersTest {
    /** Nothing listens there: the figures exist without a connection. */
    private static final Map<String, Object> CONFIG = Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            "127.0.0.1:1",
            ConsumerConfig.CLIENT_ID_CONFIG,
            "one",
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class,
            "key.serializer",
            ByteArraySerializer.class,
            "value.serializer",
            ByteArraySerializer.class);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ClientMeters shown =
            new ClientMeters(meters, "test", new StallWatchdog(60_000, System::nanoTime, exit -> {}));

    @AfterEach
    void close() {
        shown.close();
    }

    private record Figure(MetricName metricName, Object metricValue) implements Metric {}

    private long kafkaMeters() {
        return meters.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("kafka."))
                .count();
    }

    @Test
    void shouldShowAConsumerAndAProducerUntilTheyAreClosed() {
        ShownConsumer consumer = new ShownConsumer(CONFIG, shown);
        assertThat(meters.get("kafka.consumer.fetch.manager.records.lag.max")
                        .tag("client.id", "one")
                        .gauge()
                        .value())
                .isNaN();
        ShownProducer producer = new ShownProducer(CONFIG, shown);
        assertThat(meters.get("kafka.producer.buffer.available.bytes").gauge().value())
                .isPositive();

        consumer.close();
        assertThat(meters.find("kafka.consumer.fetch.manager.records.lag.max").gauge())
                .isNull();
        producer.close(Duration.ZERO);
        assertThat(kafkaMeters()).isZero();
        assertThat(shown.size()).as("clients that stay reachable").isZero();
    }

    @Test
    void shouldShowANewClientOfTheSameNameAfterTheFormerOneWasClosed() {
        new ShownConsumer(CONFIG, shown).close();
        try (ShownConsumer next = new ShownConsumer(CONFIG, shown)) {
            assertThat(next.metrics()).isNotEmpty();
            assertThat(meters.find("kafka.consumer.connection.count").meters()).hasSize(1);
        }
    }

    @Test
    void shouldShowFiguresThatAppearLaterAndNoneAfterTheClose() throws Exception {
        try (MockProducer<byte[], byte[]> producer = new MockProducer<>()) {
            AutoCloseable one = shown.show(producer);
            add(producer, "first");
            assertThat(meters.find("kafka.some.first").gauge()).isNull();
            shown.refresh();
            assertThat(meters.get("kafka.some.first").gauge().value()).isEqualTo(7);

            one.close();
            add(producer, "second");
            shown.refresh();
            assertThat(kafkaMeters()).isZero();
        }
    }

    private static void add(MockProducer<byte[], byte[]> producer, String name) {
        MetricName added = new MetricName(name, "some", "a figure", Map.of());
        producer.setMockMetrics(added, new Figure(added, 7.0));
    }

    @Test
    void shouldBoundTheSeriesAndTakeNewOnesWhenOldOnesAreGone() {
        SeriesLimit.limit(meters, 10);
        ShownConsumer first = new ShownConsumer(CONFIG, shown);
        assertThat(kafkaMeters()).isEqualTo(10);
        assertThat(value("orderwire.kafka.client.series")).isEqualTo(10);
        assertThat(value("orderwire.kafka.client.series.limit")).isEqualTo(10);
        assertThat(meters.get("orderwire.kafka.client.series.refused")
                        .functionCounter()
                        .count())
                .isPositive();

        first.close();
        assertThat(value("orderwire.kafka.client.series")).isZero();
        try (ShownConsumer second = new ShownConsumer(CONFIG, shown)) {
            assertThat(second.metrics()).isNotEmpty();
            assertThat(kafkaMeters()).isEqualTo(10);
        }
    }

    /** Kafka's consumers show both names of a topic; a sum over them would be twice as high. */
    @ParameterizedTest
    @ValueSource(strings = {"a.topic a_topic", "a_topic a.topic"})
    void shouldShowEachTopicOnce(String inThisOrder) throws Exception {
        SeriesLimit.limit(meters, 1_000);
        for (String topic : (inThisOrder + " other_topic").split(" ", -1)) {
            MockProducer<byte[], byte[]> producer = new MockProducer<>();
            MetricName lag = new MetricName("records-lag", "fetch-manager", "", Map.of("topic", topic));
            producer.setMockMetrics(lag, new Figure(lag, 1.0));
            shown.show(producer);
        }

        assertThat(meters.find("kafka.fetch.manager.records.lag").meters())
                .extracting(meter -> meter.getId().getTag("topic"))
                .containsExactlyInAnyOrder("a.topic", "other_topic");
        assertThat(value("orderwire.kafka.client.series")).isEqualTo(kafkaMeters());
    }

    @Test
    void shouldLeaveOutFiguresOfSingleBrokersRatesAdminClientsAndLogins() throws Exception {
        SeriesLimit.limit(meters, 1_000);
        try (ShownConsumer consumer = new ShownConsumer(CONFIG, shown);
                MockProducer<byte[], byte[]> producer = new MockProducer<>()) {
            MetricName broker = new MetricName("request-latency-avg", "node", "", Map.of("node-id", "node-1"));
            producer.setMockMetrics(broker, new Figure(broker, 1.0));
            MetricName admin = new MetricName("request-total", "admin-client-metrics", "", Map.of());
            producer.setMockMetrics(admin, new Figure(admin, 1.0));
            try (AutoCloseable other = shown.show(producer)) {
                assertThat(other).isNotNull();
                assertThat(consumer.metrics()).isNotEmpty();
                assertThat(meters.getMeters())
                        .extracting(meter -> meter.getId().getName())
                        .contains("kafka.consumer.fetch.manager.records.consumed.total")
                        .noneMatch(name -> name.endsWith(".rate"))
                        .noneMatch(name -> name.contains("authentication"))
                        .noneMatch(name -> name.contains("admin"))
                        .doesNotContain("kafka.node.request.latency.avg");
            }
        }
    }

    private double value(String gauge) {
        return meters.get(gauge).gauge().value();
    }
}
