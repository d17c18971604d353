package io.orderwire.gateway;

import static io.orderwire.gateway.RawSocket.CONTINUATION;
import static io.orderwire.gateway.RawSocket.FIN;
import static io.orderwire.gateway.RawSocket.PONG;
import static io.orderwire.gateway.RawSocket.TEXT;
import static io.orderwire.gateway.RawSocket.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients that try to bring a gateway down without violating the protocol. */
class HostileClientsIT extends HostileCase {
    private static final String REQUEST = "{\"method\":\"ping\"}";

    @Test
    void shouldForgetThoseWhoVanish() throws Exception {
        start();
        for (int i = 0; i < 50; i++) {
            connect().text(subscribe("x", ""));
        }
        awaitSubscriptions(51);
        for (RawSocket client : hostile) {
            client.reset();
        }
        gateway.assertServes();
        gateway.assertQuiet();
    }

    @Test
    void shouldGiveUpThoseWhoNeverReadAndHoldNoMoreForThemThanAllowed() throws Exception {
        int count = 20;
        start(SessionOptions.QUEUE_BYTES, 1 << 20, SessionOptions.SLOW_CLOSE_MS, 2_000);
        for (int i = 0; i < count; i++) {
            connect(SMALL_BUFFER).text(subscribe("x", ""));
        }
        awaitSubscriptions(count + 1);
        long droppedBefore = droppedSlow();
        int written = 0;
        double fill = 0;
        while (gateway.closedSoFar(4001) < count) {
            written += gateway.write(500).size();
            gateway.assertServes();
            fill = Math.max(fill, gateway.gateway().metric("queue.fill"));
            assertThat(written)
                    .as("orders until the clients that do not read were closed")
                    .isLessThan(400_000);
        }
        assertThat(fill).isBetween(0.5, 1.0);
        assertThat(gateway.gateway().metric("dropped.slow")).isPositive();
        assertThat(droppedSlow() - droppedBefore)
                .isEqualTo((long) gateway.gateway().metric("dropped.slow"));
        gateway.assertQuiet();
    }

    private long droppedSlow() {
        return Long.parseLong(JsonView.at(gateway.gateway().get("/stats").body(), "gateway", "droppedSlow"));
    }

    @Test
    void shouldGiveUpWhoNeverEndsAFrame() throws Exception {
        start(SessionOptions.PING_INTERVAL_MS, 100, SessionOptions.PONG_DEADLINE_MS, 300);
        byte[] bytes = frame(FIN | TEXT, "x".repeat(60_000));
        RawSocket drip = connect();
        int[] sent = {0};
        await().atMost(BOUND).pollInterval(Duration.ofMillis(10)).until(() -> {
            drip.trySend(Arrays.copyOfRange(bytes, sent[0]++, sent[0]));
            return gateway.closedSoFar(4004) == 1;
        });
        assertThat(drip.readCloseCode()).isEqualTo(4004);
        gateway.assertQuiet();
    }

    @Test
    void shouldServeOthersWhileManyNeverEndAMessage() throws Exception {
        start();
        for (int i = 0; i < 200; i++) {
            connect().send(frame(TEXT, "x".repeat(10_000)));
        }
        gateway.assertServes();
        for (RawSocket client : hostile) {
            client.send(frame(FIN | PONG, "here")).send(frame(CONTINUATION, "x"));
        }
    }

    @Test
    void shouldCloseWhoSendsTooManyMessages() throws Exception {
        start(SessionOptions.MESSAGE_BURST, 50, SessionOptions.MESSAGES_PER_SECOND, 1);
        RawSocket client = connect();
        byte[] bytes = frame(FIN | TEXT, REQUEST);
        for (int sent = 0; sent < 200 && client.trySend(bytes); sent++) {}
        int answers = 0;
        RawSocket.Frame frame = client.read();
        for (; frame.opcode() == TEXT; frame = client.read()) {
            answers++;
        }
        assertThat(frame.code()).isEqualTo(4002);
        assertThat(answers).isLessThanOrEqualTo(50);
        gateway.awaitClosed(4002, 1);
    }

    @Test
    void shouldRefuseMoreSubscriptionsThanAllowedAndServeTheOthers() throws Exception {
        int most = 100;
        start(SubscriptionOptions.MAX_SUBSCRIPTIONS, most);
        RawSocket client = connect();
        for (int i = 0; i < most; i++) {
            client.text(subscribe("" + i, ""));
        }
        for (int i = 0; i < most; i++) {
            assertThat(client.read(TEXT).text()).startsWith("{\"channel\":\"subscriptionResponse\"");
        }
        client.text(subscribe("0", ""));
        assertThat(client.read(TEXT).text()).startsWith("{\"channel\":\"error\",\"data\":\"Already subscribed: ");
        client.text(subscribe("one more", ""));
        assertThat(client.read(TEXT).text())
                .isEqualTo("{\"channel\":\"error\",\"data\":\"Invalid subscription: {\\\"type\\\":\\\"orders\\\","
                        + "\\\"id\\\":\\\"one more\\\"}\",\"detail\":\"this connection has 100 subscriptions, the most that"
                        + " gateway.max.subscriptions allows; unsubscribe others first\"}");
        client.text(REQUEST);
        assertThat(client.read(TEXT).text()).isEqualTo("{\"channel\":\"pong\"}");
        assertThat(gateway.gateway().metric("subscriptions")).isEqualTo(most + 1);
        assertThat(gateway.gateway().metric("subscriptions.refused")).isEqualTo(1);
    }

    @Test
    void shouldCloseWhoSubscribesTenThousandTimes() throws Exception {
        start();
        for (int buffer : new int[] {1 << 20, SMALL_BUFFER}) {
            RawSocket client = connect(buffer);
            for (int i = 0; i < 10_000 && client.trySend(frame(FIN | TEXT, subscribe("" + i, ""))); i++) {}
            await().atMost(BOUND).until(() -> gateway.gateway().metric("clients") == 1);
        }
        assertThat(gateway.closedSoFar(4001) + gateway.closedSoFar(4002)).isEqualTo(2);
        gateway.assertQuiet();
    }

    @Test
    void shouldServeOthersBesideTheLargestSubscriptions() throws Exception {
        start();
        RawSocket client = connect();
        int count = 50;
        for (int i = 0; i < count; i++) {
            int from = 100_000 + i * 1_000;
            String users = IntStream.range(from, from + 1_000)
                    .mapToObj(user -> "\"" + OrderMaker.user(user) + "\"")
                    .collect(Collectors.joining(","));
            client.text(subscribe("" + i, ",\"users\":[" + users + "]"));
            assertThat(client.read(TEXT).text()).startsWith("{\"channel\":\"subscriptionResponse\"");
        }
        gateway.assertServes();
        assertThat(gateway.gateway().metric("subscriptions")).isEqualTo(count + 1);
    }

    @Test
    void shouldOutliveAStormOfReconnects() throws Exception {
        start(ConnectionOptions.ADDRESS_CONNECTIONS, 1_000, EdgeOptions.ADDRESS_HANDSHAKES, 1_000);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> storms = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                storms.add(threads.submit(() -> {
                    for (int i = 0; i < 64; i++) {
                        comeAndGo(i);
                    }
                    return null;
                }));
            }
            for (Future<?> storm : storms) {
                storm.get();
            }
        } finally {
            threads.shutdown();
        }
        gateway.assertQuiet();
        try (RawSocket client = gateway.connect()) {
            client.text(REQUEST);
            assertThat(client.read(TEXT).text()).isEqualTo("{\"channel\":\"pong\"}");
        }
    }

    /**
     * Connects and disconnects: with and without a close frame, with and without a subscription, and before the handshake
     * is complete.
     */
    private void comeAndGo(int how) throws IOException {
        if (how % 8 == 0) {
            RawSocket.open(gateway.gateway())
                    .send("GET /ws HTTP/1.1\r\nHost: x\r\n")
                    .reset();
            return;
        }
        try (RawSocket client = gateway.connect()) {
            if (how % 2 == 0) {
                client.text(subscribe("x", ""));
            }
            if (how % 3 == 0) {
                client.reset();
            }
        }
    }

    @Test
    void shouldRefuseMoreConnectionsOfOneAddressThanAllowed() throws Exception {
        int most = 10;
        start(ConnectionOptions.ADDRESS_CONNECTIONS, most);
        for (int i = 1; i < most; i++) {
            connect();
        }
        await().until(() -> gateway.gateway().metric("clients") == most);
        String url = gateway.gateway().process().httpUrl();
        for (int i = 0; i < 20; i++) {
            assertThat(RawSocket.handshake(url, "X: y")).startsWith("HTTP/1.1 429 ");
        }
        assertThat(gateway.refusedSoFar(429)).isEqualTo(20);
        hostile.get(0).reset();
        hostile.get(1).halfClose();
        await().until(() -> gateway.gateway().metric("clients") == most - 2);
        connect();
        connect();
        assertThat(RawSocket.handshake(url, "X: y")).startsWith("HTTP/1.1 429 ");
    }

    @Test
    void shouldKeepToItsLimitWhenManyComeAtOnceAndStayMute() throws Exception {
        int most = 10;
        start(ConnectionOptions.MAX_CONNECTIONS, most, GatewayOptions.IO_THREADS, 4);
        ExecutorService threads = Executors.newFixedThreadPool(50);
        List<RawSocket> in = new ArrayList<>();
        try {
            List<Future<RawSocket>> coming = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                coming.add(threads.submit(() -> RawSocket.connect(gateway.gateway())));
            }
            for (Future<RawSocket> one : coming) {
                try {
                    in.add(one.get());
                } catch (ExecutionException refused) {
                    assertThat(refused.getCause()).hasMessageContaining("HTTP/1.1 429 ");
                }
            }
        } finally {
            threads.shutdown();
        }
        hostile.addAll(in);
        assertThat(in).hasSizeGreaterThanOrEqualTo(most - 1);
        await().atMost(BOUND).until(() -> gateway.gateway().metric("clients") == most);
        gateway.awaitClosed(1013, in.size() - (most - 1));
    }
}
