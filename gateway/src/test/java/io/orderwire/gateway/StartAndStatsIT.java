package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import io.orderwire.testing.broker.BrokerExtension;
import io.orderwire.testing.broker.TestBroker;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StartAndStatsIT {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    @Test
    void shouldNameThePortThatIsNotFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            ProcessExit exit = exit(BROKER.broker(), Map.of(GatewayOptions.PORT, taken.getLocalPort()));

            assertThat(exit.code()).isEqualTo(ExitCode.PORT_BUSY);
            assertThat(exit).hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void shouldNameAnAddressThatThisMachineDoesNotHave() {
        ProcessExit exit =
                exit(BROKER.broker(), Map.of(GatewayOptions.HOST, "192.0.2.1", GatewayOptions.INSECURE, true));

        assertThat(exit.code()).isEqualTo(ExitCode.USAGE);
        assertThat(exit).hasMessageContaining("192.0.2.1").hasMessageContaining("Cannot assign requested address");
    }

    @Test
    void shouldNotFaceANetworkUnasked() {
        ProcessExit exit = exit(BROKER.broker(), Map.of(GatewayOptions.HOST, "0.0.0.0"));

        assertThat(exit.code()).isEqualTo(ExitCode.USAGE);
        assertThat(exit).hasMessageContaining("gateway.host=0.0.0.0").hasMessageContaining("gateway.insecure");
        try (TestGateway gateway = TestGateway.start(
                BROKER.broker(), Map.of(GatewayOptions.HOST, "0.0.0.0", GatewayOptions.INSECURE, true))) {
            assertThat(gateway.ws()).startsWith("ws://0.0.0.0:");
        }
    }

    @Test
    void shouldTellWhenKafkaIsNotThere() {
        ProcessExit exit = exit(
                BROKER.broker(),
                Map.of(PipelineOptions.BOOTSTRAP_SERVERS, "127.0.0.1:1", PipelineOptions.STARTUP_TIMEOUT_MS, 1_000));

        assertThat(exit.code()).isEqualTo(ExitCode.KAFKA);
        assertThat(exit).hasMessageContaining("127.0.0.1:1");
    }

    private static ProcessExit exit(TestBroker broker, Map<Option<?>, ?> options) {
        try (TestGateway gateway = TestGateway.create(broker, options)) {
            Throwable[] thrown = new Throwable[1];
            assertThatThrownBy(() -> gateway.process().start())
                    .isInstanceOf(ProcessExit.class)
                    .satisfies(failure -> thrown[0] = failure);
            assertThat(Reason.texts(gateway.health().notReady())).isNotEqualTo(List.of());
            return (ProcessExit) thrown[0];
        }
    }

    @Test
    void shouldTellTheAccountsOfAllProcessesInEveryGateway() {
        try (TestGateway one = TestGateway.start(BROKER.broker(), Map.of(PipelineOptions.INSTANCE_ID, "one"));
                OrderWriter writer = new OrderWriter(BROKER.broker(), 1, 4)) {
            putOthers(writer);
            put(
                    writer,
                    new Snapshot(
                            StatsNames.GATEWAY, "long gone", 1, true, List.of(), Map.of(StatsNames.DROPPED_SLOW, 5L)));
            try (TestGateway two = TestGateway.start(BROKER.broker(), Map.of(PipelineOptions.INSTANCE_ID, "two"));
                    WsClient client = two.connect()) {
                client.subscribe("{\"type\":\"pipeline\"}");
                for (TestGateway gateway : List.of(one, two)) {
                    await().untilAsserted(() -> {
                        putOthers(writer);
                        assertThat(gateway.get("/stats").body())
                                .contains("\"found\":12,", "\"orders\":10,", "\"droppedSlow\":5}")
                                .contains("\"ageMs\":{\"ingestor\":3,\"parser\":4,\"gateway\":0}")
                                .contains(
                                        "\"behind\":{\"bytes\":0,\"events\":2,\"catchUpSeconds\":null,\"catchUpMs\":null},\"clients\":1,")
                                .contains("\"mode\":{\"ingestor\":null,\"parser\":null,\"gateway\":\"live\"}")
                                .contains("\"state\":\"degraded\",\"degraded\":true")
                                .contains("\"reasons\":[\"parser: too hot\"]");
                    });
                }
            }
            await().untilAsserted(() -> assertThat(one.get("/stats").body()).contains("\"clients\":0"));
        }
    }

    /** Writes a current snapshot of an ingestor and of a parser, so that both count as alive. */
    private static void putOthers(OrderWriter writer) {
        put(
                writer,
                new Snapshot(
                        StatsNames.INGESTOR,
                        "i",
                        System.currentTimeMillis(),
                        false,
                        List.of(),
                        Map.of(StatsNames.FOUND, 12L, StatsNames.of(StatsNames.SEQ, 0), 12L, StatsNames.AGE_MS, 3L)));
        put(
                writer,
                new Snapshot(
                        StatsNames.PARSER,
                        "p",
                        System.currentTimeMillis(),
                        false,
                        List.of(ReasonCode.SLOW.because("too hot")),
                        Map.of(
                                StatsNames.of(StatsNames.SEQ, 0),
                                10L,
                                StatsNames.of(StatsNames.ORDERS, 0),
                                10L,
                                StatsNames.AGE_MS,
                                4L)));
    }

    private static void put(OrderWriter writer, Snapshot snapshot) {
        writer.send(
                BROKER.broker().topics().pipeline(),
                snapshot.key().getBytes(StandardCharsets.UTF_8),
                snapshot.toJson());
    }

    @Test
    void shouldTellTheLossesOfTheIngestorAndOfItsOwnLineOnly() {
        Map<Option<?>, ?> options = Map.of(PipelineOptions.ORDERS_TOPIC, "other");
        try (TestGateway gateway = TestGateway.start(BROKER.broker(), options);
                WsClient client = gateway.connect();
                OrderWriter writer = new OrderWriter(BROKER.broker(), 1, 4)) {
            client.subscribe("{\"type\":\"gaps\"}");
            byte[] ingestor = gap("i", Gap.Where.INGESTOR);
            byte[] own = gap("own", Gap.Where.PARSER);
            writer.send(BROKER.broker().topics().gaps(), null, gap("another line's", Gap.Where.PARSER));
            writer.send(BROKER.broker().topics().gaps(), null, ingestor);
            writer.send(BROKER.broker().topics().named("other.gaps"), null, own);

            await().untilAsserted(() -> assertThat(client.channel("gaps"))
                    .containsExactlyInAnyOrder(
                            "{\"channel\":\"gaps\",\"data\":[" + text(ingestor) + "]}",
                            "{\"channel\":\"gaps\",\"data\":[" + text(own) + "]}"));
        }
    }

    private static byte[] gap(String id, Gap.Where where) {
        return Gap.builder(id, where, Gap.Reason.AGE)
                .partition(0)
                .seqs(1L, 2L)
                .events(2L)
                .times(1, 2)
                .build()
                .toJson()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Test
    void shouldGoOnCountingWhereItStopped() {
        try (OrderWriter writer = new OrderWriter(BROKER.broker(), 1, 4)) {
            put(
                    writer,
                    new Snapshot(
                            StatsNames.GATEWAY, "again", 1, false, List.of(), Map.of(StatsNames.DROPPED_SLOW, 700L)));
        }
        Map<Option<?>, ?> options = Map.of(PipelineOptions.INSTANCE_ID, "again");
        for (int start = 0; start < 2; start++) {
            try (TestGateway gateway = TestGateway.start(BROKER.broker(), options)) {
                String own = JsonView.at(gateway.get("/stats").body(), "gateway", "droppedSlow");
                assertThat(Long.parseLong(own)).isGreaterThanOrEqualTo(700).isLessThan(1_400);
            }
        }
    }

    @Test
    void shouldFollowATopicThatIsCreatedAnewAndOneWhoseOffsetsAreGone() throws Exception {
        try (TestBrokerTopic topic = new TestBrokerTopic();
                TestGateway gateway = TestGateway.start(topic.broker);
                WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"x\"}");
            try (OrderWriter writer = new OrderWriter(topic.broker, 1, 4)) {
                writer.write(500);
                client.awaitOrders("x", 500);
            }
            topic.recreate();
            try (OrderWriter writer = new OrderWriter(topic.broker, 2, 4)) {
                List<Made> written = writer.write(50);
                client.awaitOrders("x", 550);
                assertThat(client.orders("x").subList(500, 550))
                        .containsExactlyInAnyOrderElementsOf(
                                written.stream().map(Made::json).toList());
                assertThat(gateway.metric("topic.recreated")).isEqualTo(1);
                topic.deleteRecords();
                List<Made> more = writer.write(50);
                client.awaitOrders("x", 600);
                assertThat(client.orders("x")).contains(more.get(49).json());
            }
            assertThat(gateway.health().notReady()).isEmpty();
        }
    }

    /** A separate installation on the broker, whose topic the test deletes and creates. */
    private static final class TestBrokerTopic implements AutoCloseable {
        private final TestBroker broker = TestBroker.shared();
        private final Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));

        void recreate() throws Exception {
            admin.deleteTopics(Set.of(broker.topics().orders())).all().get(10, TimeUnit.SECONDS);
            Uuid created = await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(
                            () -> admin.createTopics(
                                            Set.of(new NewTopic(broker.topics().orders(), 4, (short) 1)))
                                    .topicId(broker.topics().orders())
                                    .get(10, TimeUnit.SECONDS),
                            id -> true);
            // A producer that has used the former topic would lose count of its batches in the new one.
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> admin.describeTopics(
                            Set.of(broker.topics().orders()))
                    .allTopicNames()
                    .get(10, TimeUnit.SECONDS)
                    .get(broker.topics().orders())
                    .topicId()
                    .equals(created));
        }

        void deleteRecords() throws Exception {
            for (int partition = 0; partition < 4; partition++) {
                admin.deleteRecords(Map.of(
                                new TopicPartition(broker.topics().orders(), partition),
                                RecordsToDelete.beforeOffset(-1)))
                        .all()
                        .get(10, TimeUnit.SECONDS);
            }
        }

        @Override
        public void close() {
            admin.close();
        }
    }
}
