package io.orderwire.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.order.Order;
import io.orderwire.contract.topic.Headers;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.TopicSetup;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.broker.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A block's orders pass through Kafka Streams as one record, and are one record each in Kafka. */
@Timeout(120)
class UnpackedOrdersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 2;
    private static final int EVENTS = 50;
    private static final List<Option<?>> OPTIONS = Stream.of(PipelineOptions.ALL, ParserOptions.ALL)
            .<Option<?>>flatMap(List::stream)
            .toList();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<ProcessExit> fatal = new CopyOnWriteArrayList<>();

    @Test
    void shouldWriteOneRecordPerOrderWithItsKeyTimestampAndHeaders() {
        try (TestBroker broker = TestBroker.shared()) {
            Settings settings = settings(broker);
            new TopicSetup(settings).ensure();
            try (RawTopic raw = new RawTopic(broker, PARTITIONS);
                    ParserProcess parser = parser(settings)) {
                long now = System.currentTimeMillis();
                raw.write(EVENTS, now - 7, Headers.REPLAY);
                raw.write(EVENTS, now);
                parser.start();
                await().atMost(PATIENCE).until(() -> orders(broker).size() == 2 * EVENTS * PARTITIONS);
                List<ConsumerRecord<byte[], byte[]>> written = orders(broker);
                assertComplete(written, 2 * EVENTS);
                for (ConsumerRecord<byte[], byte[]> row : written) {
                    Order order = Order.parse(row.value());
                    boolean replay = order.seq() <= EVENTS;
                    assertThat(order.partition()).isEqualTo(row.partition());
                    assertThat(new String(row.key(), StandardCharsets.US_ASCII)).isEqualTo(order.user());
                    assertThat(row.timestamp()).isEqualTo(replay ? now - 7 : now);
                    assertThat(row.headers()).hasSize(replay ? 1 : 0);
                    assertThat(Headers.text(row.headers(), Headers.REPLAY)).isEqualTo(replay ? "1" : null);
                }
            }
        }
    }

    /** Without the failure, Streams would commit a block whose orders Kafka refused. */
    @Test
    void shouldFailTheTaskIfKafkaRefusesAnOrderAndParseTheBlockAgain() throws Exception {
        try (TestBroker broker = TestBroker.shared()) {
            Settings settings = settings(broker);
            new TopicSetup(settings).ensure();
            try (RawTopic raw = new RawTopic(broker, PARTITIONS);
                    ParserProcess parser = parser(settings)) {
                parser.start();
                limit(broker, AlterConfigOp.OpType.SET);
                raw.write(EVENTS, System.currentTimeMillis());
                await().atMost(PATIENCE)
                        .until(() -> meters.counter("orderwire.parser.replaced.threads")
                                        .count()
                                > 0);
                assertThat(orders(broker)).isEmpty();
                limit(broker, AlterConfigOp.OpType.DELETE);
                await().atMost(PATIENCE).until(() -> orders(broker).size() >= EVENTS * PARTITIONS);
                assertComplete(orders(broker), EVENTS);
                assertThat(fatal).isEmpty();
            }
        }
    }

    private static void assertComplete(List<ConsumerRecord<byte[], byte[]>> written, long last) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int its = partition;
            assertThat(written.stream().filter(row -> row.partition() == its).map(row -> Order.parse(row.value())
                            .seq()))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, last).boxed().toList());
        }
    }

    /** No record of an order is as small as that. */
    private static void limit(TestBroker broker, AlterConfigOp.OpType type) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(
                                    ConfigResource.Type.TOPIC, broker.topics().orders()),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "100"), type))))
                    .all()
                    .get();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> orders(TestBroker broker) {
        return KafkaReads.committed(broker.bootstrapServers(), broker.topics().orders(), PATIENCE);
    }

    private static Settings settings(TestBroker broker) {
        return new Settings.Loader(OPTIONS)
                .flag("kafka.bootstrap.servers", broker.bootstrapServers())
                .flag("topics.prefix", broker.topics().prefix())
                .flag("partitions", String.valueOf(PARTITIONS))
                .flag("overload", "complete")
                .load();
    }

    private ParserProcess parser(Settings settings) {
        return new ParserProcess(
                new ProcessContext(
                        settings,
                        meters,
                        new Health(),
                        new StallWatchdog(60_000, System::nanoTime, fatal::add),
                        Clock.systemUTC(),
                        fatal::add),
                "parser");
    }
}
