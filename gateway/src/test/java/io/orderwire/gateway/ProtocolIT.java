package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.testing.broker.BrokerExtension;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests of clients of the public API, and the answers to them. */
class ProtocolIT {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private static final String USER = OrderMaker.user(1);
    private static TestGateway gateway;
    private static OrderWriter writer;

    private WsClient client;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(BROKER.broker());
        writer = new OrderWriter(BROKER.broker(), 1, 4);
    }

    @AfterAll
    static void stop() {
        writer.close();
        assertThat(gateway.fatal()).isEmpty();
        gateway.close();
    }

    @BeforeEach
    void connect() {
        client = gateway.connect();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void shouldAcknowledgeWithAllThatWasSent() {
        String updates = "{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}";

        assertThat(client.subscribe(updates))
                .isEqualTo("{\"channel\":\"subscriptionResponse\",\"data\":{\"method\":\"subscribe\",\"subscription\":"
                        + updates + "}}");
        String orders = "{\"type\":\"orders\",\"id\":\"é \\\"1\\\"\",\"coins\":[\"BTC\"],\"from\":\"latest\"}";
        String ack = client.subscribe(orders);
        assertThat(JsonView.at(ack, "data", "subscription")).isEqualTo(orders);
        assertThat(JsonView.at(ack, "data").indexOf("\"cursor\"")).isGreaterThan(ack.indexOf("\"subscription\"") - 40);
        assertThat(JsonView.text(client.subscribe("{\"type\":\"orders\"}"), "data", "subscription", "id"))
                .isEqualTo("1");
    }

    @Test
    void shouldUseThePublicApisErrorTexts() {
        String updates = "{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}";
        client.subscribe(updates);

        assertThat(error("{\"method\":\"subscribe\",\"subscription\":" + updates + "}"))
                .isEqualTo("Already subscribed: " + updates);
        String other = "{\"type\":\"orderUpdates\",\"user\":\"" + OrderMaker.user(9) + "\"}";
        assertThat(error("{\"method\":\"unsubscribe\",\"subscription\":" + other + "}"))
                .isEqualTo("Already unsubscribed: " + other);
        String wrong = "{\"type\":\"orders\",\"coins\":[]}";
        assertThat(error("{\"method\":\"subscribe\",\"subscription\":" + wrong + "}"))
                .isEqualTo("Invalid subscription: " + wrong);
        assertThat(error("hello \"you\"\n"))
                .isEqualTo("Error parsing JSON into valid websocket request: hello \"you\"\n");
    }

    private String error(String request) {
        int before = client.messages().size();
        client.send(request);
        return JsonView.text(client.await(before, message -> message.startsWith("{\"channel\":\"error\"")), "data");
    }

    @Test
    void shouldAnswerAPostUnderItsId() {
        String deep = "{\"a\":[".repeat(20) + "]}".repeat(20);
        client.send("{\"method\":\"post\",\"id\":7,\"request\":" + deep + "}");

        assertThat(client.await(0, message -> true))
                .isEqualTo("{\"channel\":\"post\",\"data\":{\"id\":7,\"response\":{\"type\":\"error\",\"payload\":"
                        + "\"method \\\"post\\\" is not served; it takes subscribe, unsubscribe, ping\"}}}");
    }

    @Test
    void shouldAnswerASubscriptionThatIsEndedBeforeItHasBegun() {
        int count = 20;
        for (int i = 0; i < count; i++) {
            String subscription = "{\"type\":\"orders\",\"id\":\"" + i + "\",\"from\":\"earliest\"}";
            client.send("{\"method\":\"subscribe\",\"subscription\":" + subscription + "}");
            client.send("{\"method\":\"unsubscribe\",\"subscription\":" + subscription + "}");
        }

        Awaitility.await().untilAsserted(() -> {
            assertThat(client.channel("subscriptionResponse").size()
                            + client.channel("error").size())
                    .isEqualTo(2 * count);
            assertThat(client.channel("subscriptionResponse"))
                    .filteredOn(answer -> answer.contains("\"method\":\"unsubscribe\""))
                    .hasSize(count);
        });
        assertThat(client.channel("error"))
                .allMatch(error -> error.contains("\"data\":\"Invalid subscription: {")
                        && error.contains("\"detail\":\"it was unsubscribed before it had begun\""));
    }

    @Test
    void shouldSayNothingUnasked() {
        client.send("{\"method\":\"ping\"}");
        client.await(0, message -> true);
        assertThat(client.messages()).containsExactly("{\"channel\":\"pong\"}");
    }

    @Test
    void shouldSendUpdatesInThePublicShape() {
        client.subscribe("{\"type\":\"orderUpdates\",\"user\":\""
                + USER.toUpperCase(java.util.Locale.ROOT).replace("0X", "0x") + "\"}");
        String event = writer.maker()
                .event(USER, "BTC", "open", "B", "81233.0", "0.92242", "2026-05-05T17:39:13.024084407")
                .replaceFirst("\"oid\":\\d+", "\"oid\":412036451690")
                .replaceFirst("\"cloid\":[^}]*", "\"cloid\":null");
        writer.write(writer.maker().make(USER, event));
        writer.write(writer.maker().make(OrderMaker.user(2), "BTC", "open", "B"));
        writer.flush();

        assertThat(client.await(1, message -> true))
                .isEqualTo("{\"channel\":\"orderUpdates\",\"data\":[{\"order\":{\"coin\":\"BTC\",\"side\":\"B\","
                        + "\"limitPx\":\"81233.0\",\"sz\":\"0.0003\",\"oid\":412036451690,\"timestamp\":1778002753024,"
                        + "\"origSz\":\"0.92242\"},\"status\":\"open\",\"statusTimestamp\":1778002753024,\"user\":\""
                        + USER
                        + "\"}]}");
    }

    @Test
    void shouldSendUpdatesOfSeveralUsersInTheOrderOfEach() {
        client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
        client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + OrderMaker.user(2) + "\"}");
        List<String> statuses = IntStream.range(0, 200).mapToObj(i -> "s" + i).toList();
        for (String status : statuses) {
            writer.write(writer.maker().make(USER, "BTC", status, "B"));
            writer.write(writer.maker().make(OrderMaker.user(2), "ETH", status, "A"));
        }
        writer.flush();
        client.await(
                0,
                message -> updates(USER).size() >= 200
                        && updates(OrderMaker.user(2)).size() >= 200);

        assertThat(updates(USER)).isEqualTo(statuses);
        assertThat(updates(OrderMaker.user(2))).isEqualTo(statuses);
    }

    private List<String> updates(String user) {
        return client.channel("orderUpdates").stream()
                .flatMap(frame -> JsonView.elements(JsonView.at(frame, "data")).stream())
                .filter(update -> JsonView.text(update, "user").equals(user))
                .map(update -> JsonView.text(update, "status"))
                .toList();
    }

    @Test
    void shouldSendNothingAfterUnsubscribing() {
        client.subscribe("{\"type\":\"orders\",\"id\":\"x\"}");
        client.subscribe("{\"type\":\"orders\",\"id\":\"stays\"}");
        int before = client.messages().size();
        client.send("{\"method\":\"unsubscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"x\"}}");
        assertThat(client.await(before, message -> message.contains("subscriptionResponse")))
                .isEqualTo(
                        "{\"channel\":\"subscriptionResponse\",\"data\":{\"method\":\"unsubscribe\",\"subscription\":"
                                + "{\"type\":\"orders\",\"id\":\"x\"}}}");
        Made made = writer.write(1).get(0);

        client.awaitOrders("stays", 1);
        assertThat(client.orders("stays")).contains(made.json());
        assertThat(client.orders("x")).doesNotContain(made.json());
    }

    @Test
    void shouldTellGapsAsTheyBecomeKnown() {
        client.subscribe("{\"type\":\"gaps\"}");
        Gap gap = Gap.builder("g7", Gap.Where.INGESTOR, Gap.Reason.AGE)
                .positions("20260505/17@1", "20260505/17@9")
                .bytes(8L)
                .times(1, 2)
                .build();
        writer.send(
                BROKER.broker().topics().gaps(), null, gap.toJson().getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(client.await(1, message -> true))
                .isEqualTo("{\"channel\":\"gaps\",\"data\":[" + gap.toJson() + "]}");
    }

    @Test
    void shouldTellFiguresEachSecond() {
        client.subscribe("{\"type\":\"pipeline\"}");
        long since = System.nanoTime();
        client.await(0, message -> client.channel("pipeline").size() >= 4);

        assertThat((System.nanoTime() - since) / 1_000_000).isBetween(1_900L, 8_000L);
        assertThat(client.channel("pipeline").get(0))
                .startsWith("{\"channel\":\"pipeline\",\"data\":{\"events\":{\"found\":");
    }

    @Test
    void shouldKeepSubscriptionsOfOneConnectionApart() {
        for (int i = 0; i < 20; i++) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"" + i + "\",\"users\":[\"" + OrderMaker.user(i) + "\"]}");
        }
        List<Made> written = writer.write(500);
        for (int i = 0; i < 20; i++) {
            String user = OrderMaker.user(i);
            List<String> wanted = written.stream()
                    .filter(made -> made.user().equals(user))
                    .map(Made::json)
                    .toList();
            assertThat(client.awaitOrders("" + i, wanted.size())).isEqualTo(wanted);
        }
    }
}
