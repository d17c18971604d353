package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.testing.broker.BrokerExtension;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /api/v1/orders}. */
class OrdersApiIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIME = "2026-05-05T17:39:13.024084407";

    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private TestGateway gateway;
    private OrderWriter writer;
    private List<Made> written;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(BROKER.broker());
        writer = new OrderWriter(BROKER.broker(), System.nanoTime(), 4);
        // All orders are in one partition, because orders of several partitions may arrive in any order.
        String user = OrderMaker.user(3);
        OrderMaker maker = writer.maker();
        written = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String coin = i % 3 == 0 ? "BTC" : "PURR/USDC";
            String status = i % 2 == 0 ? "open" : "canceled";
            String side = i % 5 == 0 ? "A" : "B";
            String event = maker.event(user, coin, status, side, "0.1", i + ".3", TIME);
            written.add(writer.write(maker.make(user, event)));
        }
        writer.flush();
        await().atMost(SOON)
                .until(() -> answer("/api/v1/orders?limit=1000").path("orders").size() == 300);
    }

    @AfterEach
    void stop() {
        assertThat(gateway.fatal()).isEmpty();
        writer.close();
        gateway.close();
    }

    private JsonNode answer(String path) throws Exception {
        HttpResponse<String> response = gateway.get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        return JSON.readTree(response.body());
    }

    private static List<String> orders(JsonNode answer) {
        return StreamSupport.stream(answer.path("orders").spliterator(), false)
                .map(JsonNode::toString)
                .toList();
    }

    private List<String> newestFirst(Predicate<Made> wanted, int limit) {
        List<Made> all = new ArrayList<>(written);
        Collections.reverse(all);
        return all.stream().filter(wanted).limit(limit).map(Made::json).toList();
    }

    @Test
    void shouldFindRecentOrdersNewestFirst() throws Exception {
        JsonNode some = answer("/api/v1/orders");
        assertThat(orders(some)).isEqualTo(newestFirst(order -> true, 100));
        assertThat(some.path("truncated").booleanValue()).isTrue();
        JsonNode all = answer("/api/v1/orders?limit=300");
        assertThat(orders(all)).isEqualTo(newestFirst(order -> true, 300));
        assertThat(all.path("truncated").booleanValue()).isFalse();
    }

    @Test
    void shouldFilter() throws Exception {
        String user = OrderMaker.user(3);
        assertThat(orders(answer("/api/v1/orders?limit=1000&coin=PURR%2FUSDC&status=open&side=B&user=0x"
                        + user.substring(2).toUpperCase(Locale.ROOT))))
                .isEqualTo(newestFirst(
                        order -> order.coin().equals("PURR/USDC")
                                && order.status().equals("open")
                                && order.side().equals("B"),
                        1_000));
        assertThat(orders(answer("/api/v1/orders?limit=1000&coin=BTC&coin=PURR%2FUSDC")))
                .hasSize(300);
        assertThat(orders(answer("/api/v1/orders?user=" + OrderMaker.user(4)))).isEmpty();
        // 0.1 times 250.3 is exactly the limit.
        assertThat(orders(answer("/api/v1/orders?limit=1000&minNotional=25.03")))
                .isEqualTo(newestFirst(order -> true, 50));
    }

    @Test
    void shouldFindAnOrderByItsId() throws Exception {
        String json = written.get(7).json();
        String oid = JSON.readTree(json).at("/event/order/oid").asText();
        String later =
                written.get(7).json().replace("\"seq\":8,", "\"seq\":301,").replace("canceled", "filled");
        writer.write(new Made(
                written.get(7).user(),
                "",
                "",
                "",
                written.get(7).partition(),
                301,
                later.getBytes(StandardCharsets.UTF_8)));
        await().atMost(SOON).untilAsserted(() -> assertThat(orders(answer("/api/v1/orders/" + oid)))
                .as("oldest first")
                .containsExactly(json, later));
        HttpResponse<String> unknown = gateway.get("/api/v1/orders/1");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertProblem(unknown, 404, "oid 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?limit=0 | limit must be a number from 1 to 1000",
                "?limit=1001 | limit must be a number from 1 to 1000",
                "?limit=ten | limit must be a number from 1 to 1000",
                "?limit=1&limit=2 | limit must be given once, not 2 times",
                "?side=C | side must be A or B",
                "?user=0x12 | user must be an address, 0x and 40 hexadecimal digits",
                "?coin= | coin must be a text of 1 to 128 characters",
                "?minNotional=1e9 | minNotional must be an amount",
                "?minNotional=-1 | minNotional must be an amount",
                "?coins=BTC | unknown parameter coins; did you mean coin?",
                "?size=1&coin=BTC | unknown parameter size; did you mean side?",
                "?quantity=1 | unknown parameter quantity: there are coin, user, status, side, minNotional, limit",
                "/12a | oid must be a number of at most 20 digits",
                "/12345678901234567890123 | oid must be a number of at most 20 digits",
                "/12/34 | oid must be a number of at most 20 digits",
                "/12?limit=3 | a search by oid takes no parameters",
            })
    void shouldNameABadParameterAndWhatItTakes(String path, String named) throws Exception {
        HttpResponse<String> response = gateway.get("/api/v1/orders" + path);
        assertThat(response.statusCode()).isEqualTo(400);
        assertProblem(response, 400, named);
    }

    private static void assertProblem(HttpResponse<String> response, int status, String named) throws Exception {
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        JsonNode problem = JSON.readTree(response.body());
        assertThat(Stream.of("type", "title", "status", "detail").allMatch(problem::has))
                .isTrue();
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).contains(named);
    }

    private static List<String> counts(JsonNode counts) {
        return StreamSupport.stream(counts.spliterator(), false)
                .map(count -> count.path("value").asText() + "=" + count.path("orders"))
                .toList();
    }

    @Test
    void shouldCountWhatTheNewestOrdersAreAbout() throws Exception {
        JsonNode activity = answer("/api/v1/activity");

        assertThat(activity.path("orders").asInt()).isEqualTo(300);
        assertThat(counts(activity.path("coins"))).containsExactly("PURR/USDC=200", "BTC=100");
        assertThat(counts(activity.path("statuses"))).containsExactly("canceled=150", "open=150");
        assertThat(counts(activity.path("users"))).containsExactly(OrderMaker.user(3) + "=300");
        assertThat(activity.path("toTime").asText()).isEqualTo(TIME);
    }

    @Test
    void shouldListTheSendQueuesOfClientsWithoutTheirAddresses() throws Exception {
        assertThat(answer("/api/v1/clients").path("clients")).isEmpty();
        try (WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\"}");
            await().atMost(SOON)
                    .until(() -> answer("/api/v1/clients").path("count").asInt() == 1);
            JsonNode listed = answer("/api/v1/clients").path("clients").path(0);
            assertThat(listed.path("number").asLong()).isPositive();
            assertThat(listed.path("dropped").asLong()).isZero();
            assertThat(listed.path("lossy").asBoolean(true)).isFalse();
            assertThat(listed.toString()).doesNotContain("127.0.0.1");
        }
    }

    @Test
    void shouldKeepAHistoryOfItsStats() throws Exception {
        await().atMost(SOON).until(() -> !answer("/stats/history").path("agoMs").isEmpty());
        JsonNode history = answer("/stats/history");
        int samples = history.path("agoMs").size();

        history.properties().forEach(column -> {
            if (!column.getKey().equals("stepMs")) {
                assertThat(column.getValue()).as(column.getKey()).hasSize(samples);
            }
        });
        assertThat(history.path("agoMs").path(samples - 1).asLong()).isNotNegative();
    }
}
