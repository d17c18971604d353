package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.testing.broker.BrokerExtension;
import io.orderwire.testing.seed.Seeds;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OrdersChannelIT {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private static OrderWriter writer;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(BROKER.broker());
        if (writer == null) {
            long seed = Seeds.of(OrdersChannelIT.class);
            writer = new OrderWriter(BROKER.broker(), seed, 4);
        }
    }

    @AfterEach
    void stop() {
        assertThat(gateway.fatal()).isEmpty();
        gateway.close();
    }

    @org.junit.jupiter.api.AfterAll
    static void closeWriter() {
        writer.close();
        writer = null;
    }

    @Test
    void shouldDeliverEveryOrderOnceByteForByteInTheOrderOfItsPartition() {
        try (WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"all\"}");
            List<Made> written = writer.write(5_000);

            List<String> received = client.awaitOrders("all", written.size());

            assertThat(received)
                    .containsExactlyInAnyOrderElementsOf(
                            written.stream().map(Made::json).toList());
            assertThat(byPartition(received, json -> JsonView.at(json, "part")))
                    .isEqualTo(
                            byPartition(written.stream().map(Made::json).toList(), json -> JsonView.at(json, "part")));
            assertThat(client.channel("orders")).allSatisfy(frame -> {
                assertThat(JsonView.at(frame, "data", "dropped")).isEqualTo("0");
                assertThat(JsonView.at(frame, "data", "gaps")).isEqualTo("[]");
                assertThat(JsonView.text(frame, "data", "cursor")).hasSizeLessThan(2_048);
            });
        }
    }

    private static Map<String, List<String>> byPartition(List<String> orders, Function<String, String> partition) {
        return orders.stream().collect(Collectors.groupingBy(partition));
    }

    @Test
    void shouldFilterByEachListAndAcrossThem() {
        String users = "[\"" + OrderMaker.user(1) + "\",\""
                + OrderMaker.user(2).toUpperCase(java.util.Locale.ROOT).replace("0X", "0x") + "\"]";
        try (WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"coins\",\"coins\":[\"BTC\",\"@107\"]}");
            client.subscribe("{\"type\":\"orders\",\"id\":\"users\",\"users\":" + users + "}");
            client.subscribe("{\"type\":\"orders\",\"id\":\"statuses\",\"statuses\":[\"open\",\"filled\"]}");
            client.subscribe("{\"type\":\"orders\",\"id\":\"sides\",\"sides\":[\"B\"]}");
            client.subscribe("{\"type\":\"orders\",\"id\":\"both\",\"users\":" + users
                    + ",\"coins\":[\"BTC\",\"ETH\"],\"sides\":[\"A\"]}");
            client.subscribe("{\"type\":\"orders\",\"id\":\"big\",\"minNotional\":\"74930.94386\"}");
            client.subscribe("{\"type\":\"orders\",\"id\":\"bigger\",\"minNotional\":\"74930.943861\"}");
            client.subscribe("{\"type\":\"orders\",\"id\":\"all\"}");
            List<Made> written = writer.write(2_000);
            client.awaitOrders("all", written.size());

            HashSet<String> chosen = new HashSet<>(List.of(OrderMaker.user(1), OrderMaker.user(2)));
            expect(client, "coins", written, made -> List.of("BTC", "@107").contains(made.coin()));
            expect(client, "users", written, made -> chosen.contains(made.user()));
            expect(client, "statuses", written, made -> List.of("open", "filled")
                    .contains(made.status()));
            expect(client, "sides", written, made -> made.side().equals("B"));
            expect(
                    client,
                    "both",
                    written,
                    made -> chosen.contains(made.user())
                            && List.of("BTC", "ETH").contains(made.coin())
                            && made.side().equals("A"));
            expect(client, "big", written, made -> true);
            expect(client, "bigger", written, made -> false);
        }
    }

    private static void expect(WsClient client, String id, List<Made> written, Predicate<Made> filter) {
        List<String> wanted = written.stream().filter(filter).map(Made::json).toList();
        assertThat(client.awaitOrders(id, wanted.size())).as(id).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void shouldSendNothingFromBeforeTheAcknowledgementAndAllThatComesAfter() {
        writer.write(100);
        try (WsClient first = gateway.connect();
                WsClient second = gateway.connect()) {
            first.subscribe("{\"type\":\"orders\",\"id\":\"x\"}");
            List<Made> early = writer.write(50);
            first.awaitOrders("x", 50);
            String ack = second.subscribe("{\"type\":\"orders\",\"id\":\"x\"}");
            List<Made> late = writer.write(50);

            assertThat(second.awaitOrders("x", 50))
                    .containsExactlyInAnyOrderElementsOf(
                            late.stream().map(Made::json).toList());
            assertThat(first.awaitOrders("x", 100))
                    .hasSize(100)
                    .contains(early.get(0).json());
            assertThat(JsonView.text(ack, "data", "cursor")).isNotEmpty();
            assertThat(second.messages().get(0)).isEqualTo(ack);
        }
    }

    @Test
    void shouldPassOverWhatItHasSeen() {
        try (WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"x\"}");
            List<Made> written = writer.write(20);
            written.forEach(writer::write);
            writer.flush();
            List<Made> more = writer.write(20);

            List<String> received = client.awaitOrders("x", 40);

            assertThat(received).doesNotHaveDuplicates().contains(more.get(19).json());
            await().untilAsserted(() -> assertThat(gateway.metric("repeated")).isEqualTo(20));
            assertThat(client.orders("x")).hasSize(40);
        }
    }

    @Test
    void shouldTellAGapAtItsPlaceInANewFrame() {
        String user = OrderMaker.user(3);
        try (WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"x\",\"users\":[\"" + user + "\"],\"batchMs\":1000}");
            client.subscribe("{\"type\":\"orders\",\"id\":\"other\",\"users\":[\"" + otherPartition(user) + "\"]}");
            client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + user + "\"}");
            Made before = writer.write(writer.maker().make(user, "BTC", "open", "B"));
            client.awaitOrders("x", 1);
            Made alsoBefore = writer.write(writer.maker().make(user, "BTC", "open", "B"));
            Gap gap = Gap.builder("g1", Gap.Where.PARSER, Gap.Reason.AGE)
                    .partition(before.partition())
                    .seqs(alsoBefore.seq() + 1, alsoBefore.seq() + 5)
                    .positions("20260505/17@1", "20260505/17@9")
                    .events(5L)
                    .times(1, 2)
                    .build();
            writer.maker().skip(before.partition(), 5);
            writer.gap(gap, before.partition());
            Made after = writer.write(writer.maker().make(user, "BTC", "filled", "B"));
            writer.gap(gap, before.partition());
            writer.flush();

            client.awaitOrders("x", 3);
            List<String> frames = client.channel("orders").stream()
                    .filter(frame -> JsonView.text(frame, "data", "id").equals("x"))
                    .filter(frame -> !JsonView.at(frame, "data", "orders").equals("[]"))
                    .toList();
            assertThat(frames).hasSize(3);
            assertThat(JsonView.at(frames.get(1), "data", "gaps")).isEqualTo("[]");
            assertThat(JsonView.at(frames.get(1), "data", "orders")).isEqualTo("[" + alsoBefore.json() + "]");
            assertThat(JsonView.at(frames.get(2), "data", "gaps")).isEqualTo("[" + gap.toJson() + "]");
            assertThat(JsonView.at(frames.get(2), "data", "orders")).isEqualTo("[" + after.json() + "]");
            assertThat(JsonView.at(frames.get(2), "data", "dropped")).isEqualTo("0");
            assertThat(client.channel("orders"))
                    .noneMatch(frame -> JsonView.text(frame, "data", "id").equals("other") && frame.contains("\"g1\""));
            List<String> updates = client.messages().stream()
                    .filter(message ->
                            message.contains("\"orderUpdates\",\"data\":[") || message.contains("\"dropped\",\"data\""))
                    .toList();
            assertThat(updates.get(updates.size() - 2))
                    .isEqualTo("{\"channel\":\"dropped\",\"data\":{\"user\":\"" + user + "\",\"dropped\":null}}");
            assertThat(gateway.metric("seq.jumps")).isZero();
        }
    }

    private static String otherPartition(String user) {
        for (int i = 0; ; i++) {
            String other = OrderMaker.user(i);
            if (partition(other) != partition(user)) {
                return other;
            }
        }
    }

    private static int partition(String user) {
        return io.orderwire.contract.order.Users.partition(
                user.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), 4);
    }

    @Test
    void shouldSendAnEmptyFrameWhenNothingHappens() {
        try (WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"coins\":[\"NONE\"]}");
            long since = System.nanoTime();
            String frame = client.await(0, message -> message.startsWith("{\"channel\":\"orders\""));

            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(5));
            assertThat(JsonView.at(frame, "data", "orders")).isEqualTo("[]");
            assertThat(JsonView.text(frame, "data", "id")).isEqualTo("1");
        }
    }

    @Test
    void shouldServeEveryGatewayOfABroker() {
        try (TestGateway other = TestGateway.start(BROKER.broker());
                WsClient here = gateway.connect();
                WsClient there = other.connect()) {
            here.subscribe("{\"type\":\"orders\",\"id\":\"x\"}");
            there.subscribe("{\"type\":\"orders\",\"id\":\"x\"}");
            List<String> written = writer.write(300).stream().map(Made::json).toList();

            assertThat(here.awaitOrders("x", 300)).containsExactlyInAnyOrderElementsOf(written);
            assertThat(there.awaitOrders("x", 300)).containsExactlyInAnyOrderElementsOf(written);
        }
    }
}
