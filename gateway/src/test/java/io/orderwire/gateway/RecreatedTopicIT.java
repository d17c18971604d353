package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.testing.broker.BrokerExtension;
import io.orderwire.testing.seed.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The topic of orders is deleted and created again while a client is connected. */
class RecreatedTopicIT {
    private static final int PARTITIONS = 4;

    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    /** With more orders than before, the gateway's old offsets exist in the new topic, too. */
    @ParameterizedTest
    @ValueSource(ints = {50, 3_000})
    void shouldDeliverAllOfTheNewTopicOnceInOrder(int count) throws Exception {
        try (TestGateway gateway = TestGateway.start(BROKER.broker(), Map.of(PipelineOptions.OVERLOAD, "complete"));
                WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"x\"}");
            List<Made> before = write(200);
            client.awaitOrders("x", before.size());
            recreate();
            List<Made> after = write(count);

            List<String> received = client.awaitOrders("x", before.size() + after.size());

            List<String> sent = new ArrayList<>();
            before.forEach(made -> sent.add(made.json()));
            after.forEach(made -> sent.add(made.json()));
            assertThat(byPartition(received)).isEqualTo(byPartition(sent));
            assertThat(gateway.metric("topic.recreated")).isEqualTo(1);
            assertThat(gateway.fatal()).isEmpty();
        }
    }

    @Test
    void shouldTellWhatTheOldTopicHeldUnreadWhenSequencesGoOn() throws Exception {
        OrderMaker maker = new OrderMaker(1, PARTITIONS);
        try (TestGateway gateway = TestGateway.start(BROKER.broker(), Map.of(PipelineOptions.OVERLOAD, "complete"));
                WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"x\"}");
            Made last;
            try (OrderWriter writer = new OrderWriter(BROKER.broker(), maker)) {
                last = writer.write(20).get(19);
            }
            client.awaitOrders("x", 20);
            recreate();
            maker.skip(last.partition(), 5);
            try (OrderWriter writer = new OrderWriter(BROKER.broker(), maker)) {
                writer.write(maker.make(last.user(), "BTC", "open", "B"));
            }
            client.awaitOrders("x", 21);

            assertThat(client.channel("orders"))
                    .filteredOn(frame -> !JsonView.at(frame, "data", "gaps").equals("[]"))
                    .singleElement()
                    .asString()
                    .contains("\"where\":\"retention\"")
                    .contains("\"fromSeq\":" + (last.seq() + 1) + ",\"toSeq\":" + (last.seq() + 5));
            await().untilAsserted(
                            () -> assertThat(JsonView.at(gateway.get("/stats").body(), "gateway", "skipped"))
                                    .isEqualTo("5"));
        }
    }

    private static List<Made> write(int count) {
        long seed = Seeds.of(RecreatedTopicIT.class);
        try (OrderWriter writer = new OrderWriter(BROKER.broker(), seed, PARTITIONS)) {
            return writer.write(count);
        }
    }

    /** Recreates the topic, because the sequences of the next test begin at 1. */
    @AfterEach
    void leaveAnEmptyTopic() throws Exception {
        recreate();
    }

    private static void recreate() throws Exception {
        Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, BROKER.bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            admin.deleteTopics(List.of(BROKER.broker().topics().orders())).all().get(20, TimeUnit.SECONDS);
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> admin.createTopics(List.of(new NewTopic(
                                            BROKER.broker().topics().orders(), PARTITIONS, (short) 1)))
                                    .all()
                                    .get(20, TimeUnit.SECONDS)
                            == null);
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                ends.put(new TopicPartition(BROKER.broker().topics().orders(), partition), OffsetSpec.latest());
            }
            // A producer that begins before the partitions have leaders can lose its first batch.
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> admin.listOffsets(ends).all().get(20, TimeUnit.SECONDS).values().stream()
                            .allMatch(end -> end.offset() == 0));
        }
    }

    private static Map<String, List<String>> byPartition(List<String> orders) {
        return orders.stream()
                .collect(Collectors.groupingBy(
                        json -> JsonView.at(json, "part"),
                        Collectors.mapping(Function.identity(), Collectors.toList())));
    }
}
