package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.runtime.config.Option;
import io.orderwire.testing.broker.BrokerExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The begin, the limits and the end of connections. */
class ConnectionIT {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private TestGateway gateway(Object... options) {
        Map<Option<?>, Object> map = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put((Option<?>) options[i], options[i + 1]);
        }
        return open(TestGateway.start(BROKER.broker(), map));
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private OrderWriter writer() {
        return open(new OrderWriter(BROKER.broker(), 1, 4));
    }

    @Test
    void shouldServeThePageAndNothingElse() {
        TestGateway gateway = gateway();

        HttpResponse<String> page = gateway.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Orderwire</title>").doesNotContain("http://127", "https://");
        assertThat(page.headers().map())
                .containsEntry("content-type", List.of("text/html; charset=utf-8"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("x-frame-options", List.of("DENY"))
                .containsKey("content-security-policy")
                .doesNotContainKey("strict-transport-security");
        assertThat(gateway.get("/app.js").headers().firstValue("content-type"))
                .hasValue("text/javascript; charset=utf-8");
        assertThat(gateway.get("/style.css").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/uplot/uplot.js").body()).contains("uPlot");
        String tag = gateway.get("/app.js").headers().firstValue("etag").orElseThrow();
        assertThat(gateway.get("/app.js", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(gateway.get("/app.js", "If-None-Match", "W/" + tag).statusCode())
                .isEqualTo(304);
        assertThat(gateway.get("/app.js", "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("/favicon.ico").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/../app.js").statusCode()).isIn(200, 404);
        assertThat(gateway.get("/ws").statusCode()).isEqualTo(426);
        assertThat(gateway.get("/stats").body()).startsWith("{\"events\":{\"found\":0,");
    }

    @Test
    void shouldRefuseOriginsAndConnectionsOverTheLimit() {
        TestGateway gateway =
                gateway(ConnectionOptions.MAX_CONNECTIONS, 2, AccessOptions.ALLOWED_ORIGINS, "https://desk.example");

        assertThat(RawSocket.handshake(gateway.process().httpUrl(), "Origin: https://evil.example"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(RawSocket.handshake(gateway.process().httpUrl(), "Origin: https://desk.example"))
                .startsWith("HTTP/1.1 101 ");
        WsClient first = open(gateway.connect());
        await().until(() -> gateway.metric("clients") == 1);
        WsClient second = open(gateway.connect());
        assertThat(RawSocket.handshake(gateway.process().httpUrl(), "X: y")).startsWith("HTTP/1.1 429 ");
        first.close();
        await().until(() -> gateway.metric("clients") == 1);
        assertThat(RawSocket.handshake(gateway.process().httpUrl(), "X: y")).startsWith("HTTP/1.1 101 ");
        second.send("{\"method\":\"ping\"}").await(0, message -> message.contains("pong"));
        assertThat(gateway.meters()
                        .get("orderwire.gateway.refused")
                        .tag("status", "429")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldSendALastFrameAndCloseWith1001WhenItStops() {
        TestGateway gateway = gateway();
        OrderWriter writer = writer();
        WsClient client = open(gateway.connect());
        client.subscribe("{\"type\":\"orders\",\"id\":\"x\",\"batchMs\":1000}");
        List<Made> written = writer.write(100);
        client.awaitOrders("x", 1);
        await().untilAsserted(() -> assertThat(gateway.metric("records")).isEqualTo(100));
        int before = client.messages().size();
        long since = System.nanoTime();
        gateway.close();

        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(6));
        assertThat(client.awaitClose()).isEqualTo(1001);
        assertThat(client.orders("x"))
                .containsExactlyInAnyOrderElementsOf(
                        written.stream().map(Made::json).toList());
        assertThat(client.messages()).hasSizeGreaterThan(before);
        assertThat(JsonView.text(client.messages().get(client.messages().size() - 1), "data", "cursor"))
                .isNotEmpty();
    }

    @Test
    void shouldRefuseNewcomersWhileItStopsAndNotWaitForTheDeafForEver() throws Exception {
        TestGateway gateway = gateway(GatewayOptions.STOP_DRAIN_MS, 1_000);
        OrderWriter writer = writer();
        WsClient deaf = open(WsClient.connectDeaf(gateway.ws()));
        deaf.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"x\"}}");
        await().until(() -> gateway.metric("subscriptions") == 1);
        while (gateway.metric("queue.fill") == 0) {
            writer.write(2_000);
        }
        try (RawSocket waiting = RawSocket.connect(gateway)) {
            await().until(() -> gateway.metric("clients") == 2);
            String url = gateway.process().httpUrl();
            long since = System.nanoTime();
            Thread stop = new Thread(gateway::close);
            stop.start();
            assertThat(waiting.readCloseCode(Duration.ofSeconds(5))).isEqualTo(1001);
            assertThat(RawSocket.handshake(url, "X: y")).startsWith("HTTP/1.1 503 ");
            stop.join();
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void shouldTellASlowClientHowManyEventsItLost() {
        TestGateway gateway = gateway(SessionOptions.QUEUE_BYTES, 256 * 1024);
        OrderWriter writer = writer();
        WsClient slow = open(WsClient.connectDeaf(gateway.ws()));
        String user = OrderMaker.user(1);
        slow.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"x\"}}");
        slow.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orderUpdates\",\"user\":\"" + user + "\"}}");
        await().until(() -> gateway.metric("subscriptions") == 2);
        List<Made> written = new ArrayList<>();
        while (gateway.metric("dropped.slow") < 10_000) {
            written.addAll(writer.write(2_000));
        }
        await().until(() -> gateway.metric("records") == written.size());
        slow.listen();
        List<Made> last = writer.write(10);
        written.addAll(last);

        slow.await(0, message -> message.contains(last.get(9).json()));
        // The others of the last ten are in other partitions, and may arrive later.
        await().untilAsserted(() ->
                assertThat(slow.orders("x").size() + dropped(slow)).isEqualTo(written.size()));
        long updates = written.stream().filter(made -> made.user().equals(user)).count();
        await().untilAsserted(() -> assertThat(updatesToldOf(slow)).isEqualTo(updates));
        assertThat(gateway.metric("clients")).isEqualTo(1);
    }

    private static long dropped(WsClient client) {
        return client.channel("orders").stream()
                .mapToLong(frame -> Long.parseLong(JsonView.at(frame, "data", "dropped")))
                .sum();
    }

    private static long updatesToldOf(WsClient client) {
        long received = client.channel("orderUpdates").stream()
                .mapToLong(
                        frame -> JsonView.elements(JsonView.at(frame, "data")).size())
                .sum();
        return received
                + client.channel("dropped").stream()
                        .mapToLong(frame -> Long.parseLong(JsonView.at(frame, "data", "dropped")))
                        .sum();
    }
}
