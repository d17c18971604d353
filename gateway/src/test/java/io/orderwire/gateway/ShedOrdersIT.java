package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.testing.broker.BrokerExtension;
import io.orderwire.testing.guarantees.ReceivedOrder;
import io.orderwire.testing.guarantees.SequenceExplained;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Orders that arrive faster than they are read. */
class ShedOrdersIT {
    private static final int PARTITIONS = 4;
    private static final String USER = OrderMaker.user(1);
    private static final int MOST_ROUNDS = 1_000;
    private static final int ROUND = 1_000;

    /** One order per poll and a pause after each: far slower than orders are written. */
    private static final Map<Option<?>, Object> SLOW = Map.of(
            PipelineOptions.OVERLOAD,
            "latest",
            PipelineOptions.CATCH_UP_MAX_MS,
            0,
            Option.text("consumer.max.poll.records", "", ""),
            "1",
            Option.text("consumer.interceptor.classes", "", ""),
            Pause.class.getName());

    /** Pauses after each poll that returned records. */
    public static final class Pause implements ConsumerInterceptor<byte[], byte[]> {
        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            LockSupport.parkNanos(1_000_000);
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            // Nothing is committed.
        }

        @Override
        public void close() {
            // Holds nothing.
        }

        @Override
        public void configure(Map<String, ?> configs) {
            // Needs nothing.
        }
    }

    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private OrderWriter writer;

    @BeforeEach
    void makeWriter() {
        writer = new OrderWriter(BROKER.broker(), 1, PARTITIONS);
    }

    @AfterEach
    void closeWriter() {
        writer.close();
    }

    @Test
    void shouldReportExactlyWhichItShedForNewerOnes() {
        try (TestGateway gateway = TestGateway.start(BROKER.broker(), SLOW);
                WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"x\"}");
            SequenceExplained explained = new SequenceExplained();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                explained.startingAt(partition, writer.maker().lastSeq(partition) + 1);
            }
            for (int round = 0; round < MOST_ROUNDS && skipped(gateway) == 0; round++) {
                write(ROUND, 0);
            }
            awaitOrder(client, write(10, 0));

            long reported = 0;
            for (String frame : client.channel("orders")) {
                assertThat(JsonView.at(frame, "data", "dropped")).isEqualTo("0");
                for (String json : JsonView.elements(JsonView.at(frame, "data", "gaps"))) {
                    Gap gap = Gap.parse(json);
                    assertThat(gap.where()).isEqualTo(Gap.Where.GATEWAY);
                    assertThat(gap.reason()).isEqualTo(Gap.Reason.AGE);
                    reported += gap.events();
                    explained.gap(gap);
                }
                JsonView.elements(JsonView.at(frame, "data", "orders"))
                        .forEach(
                                json -> explained.received(ReceivedOrder.parse(json.getBytes(StandardCharsets.UTF_8))));
            }
            explained.check();
            assertThat(reported).isPositive();
            long expected = reported;
            // Stats may be a second old.
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(skipped(gateway)).isEqualTo(expected));
        }
    }

    @Test
    void shouldShedNothingWhenItIsToBeComplete() {
        try (TestGateway gateway = TestGateway.start(BROKER.broker(), Map.of(PipelineOptions.OVERLOAD, "complete"));
                WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"x\"}");
            write(2_000, 5_000);
            awaitOrder(client, write(10, 0));
            assertThat(client.orders("x")).hasSize(2_010);
        }
    }

    private Made write(int count, long ageMs) {
        Made made = null;
        for (int i = 0; i < count; i++) {
            made = writer.write(writer.maker().make(USER, "BTC", "open", "B"), ageMs);
        }
        writer.flush();
        return made;
    }

    private static void awaitOrder(WsClient client, Made made) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.channel("orders").stream().anyMatch(frame -> frame.contains(made.json())));
    }

    private static long skipped(TestGateway gateway) {
        return Long.parseLong(JsonView.at(gateway.get("/stats").body(), "gateway", "skipped"));
    }
}
