package io.orderwire.gateway;

import static io.orderwire.gateway.RawSocket.FIN;
import static io.orderwire.gateway.RawSocket.TEXT;
import static io.orderwire.gateway.RawSocket.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many clients that each stay within their own limits reach those of the gateway together. */
class SharedMemoryIT extends HostileCase {
    @Test
    void shouldHoldNoMoreForManyWhoNeverReadThanAllowedForAllTogether() throws Exception {
        int count = 60;
        int most = 4 << 20;
        start(SessionOptions.QUEUES_BYTES, most, SessionOptions.SLOW_CLOSE_MS, 3_600_000);
        for (int i = 0; i < count; i++) {
            connect(SMALL_BUFFER).text(subscribe("x", ",\"maxFrameBytes\":" + (60_000 + i)));
        }
        awaitSubscriptions(count + 1);
        double waiting = 0;
        while (gateway.gateway().metric("dropped.slow") < 50_000) {
            // Fewer than an equal share for each client: the healthy client must not be affected when the others fill
            // the memory.
            gateway.write(50);
            gateway.assertServes();
            waiting = Math.max(waiting, gateway.gateway().metric("queues"));
        }
        // One message per client may be in flight in addition.
        assertThat(waiting).isBetween(most * 0.6, most + count * 80_000.0);
        for (RawSocket client : hostile) {
            client.reset();
        }
        gateway.assertQuiet();
    }

    @Test
    void shouldBoundTheFiltersOfOneAndOfAll() throws Exception {
        // 2 KiB each, and 242 bytes for each address in the filter.
        int one = 2_048 + 242 * 100;
        start(SubscriptionOptions.CLIENT_BYTES, (int) (3.5 * one), SubscriptionOptions.BYTES, 7 * one);
        RawSocket first = connect();
        for (int i = 0; i < 3; i++) {
            assertThat(subscribe(first, i)).startsWith("{\"channel\":\"subscriptionResponse\"");
        }
        assertThat(subscribe(first, 3)).startsWith("{\"channel\":\"error\",\"data\":\"No room for so many");
        RawSocket second = connect();
        for (int i = 0; i < 3; i++) {
            assertThat(subscribe(second, i)).startsWith("{\"channel\":\"subscriptionResponse\"");
        }
        RawSocket third = connect();
        assertThat(subscribe(third, 0)).startsWith("{\"channel\":\"error\",\"data\":\"No room for so many");
        assertThat(gateway.gateway().metric("subscriptions.refused")).isEqualTo(2);
        gateway.assertServes();
        first.text("{\"method\":\"unsubscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"0\"}}");
        assertThat(first.read(TEXT).text()).startsWith("{\"channel\":\"subscriptionResponse\"");
        assertThat(subscribe(third, 0)).startsWith("{\"channel\":\"subscriptionResponse\"");
    }

    private static String subscribe(RawSocket client, int id) throws IOException {
        String users = IntStream.range(100_000 + id * 1_000, 100_100 + id * 1_000)
                .mapToObj(user -> "\"" + OrderMaker.user(user) + "\"")
                .collect(Collectors.joining(","));
        client.text(subscribe("" + id, ",\"users\":[" + users + "]"));
        return client.read(TEXT).text();
    }

    @Test
    void shouldCloseWhoTakesInNoneOfTheLongestAnswers() throws Exception {
        // Otherwise the client would be closed for the rate of its requests.
        start(
                SessionOptions.MESSAGES_PER_SECOND,
                100_000,
                SessionOptions.MESSAGE_BURST,
                1_000_000,
                IoOptions.ADDRESS_MESSAGES,
                1_000_000,
                WorkOptions.CLIENT_MS,
                1_000_000,
                WorkOptions.ADDRESS_MS,
                1_000_000);
        RawSocket deaf = connect(SMALL_BUFFER);
        String longest = subscribe("x", ",\"coins\":[\"" + "x".repeat(60_000) + "\"]");
        for (int i = 0; i < 2_000 && deaf.trySend(frame(FIN | TEXT, longest)); i++) {}
        await().atMost(BOUND).until(() -> gateway.gateway().metric("clients") == 1);
        assertThat(gateway.closedSoFar(4001) + gateway.closedSoFar(4002)).isEqualTo(1);
        gateway.assertQuiet();
    }

    @Test
    void shouldServeANewConnectionWhereSilentOnesHaveTakenAllRoom() throws Exception {
        int others = 16;
        start(ConnectionOptions.MAX_CONNECTIONS, 1, ConnectionOptions.OTHER_CONNECTIONS, others);
        List<RawSocket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                silent.add(RawSocket.open(gateway.gateway()));
            }
            RawSocket last = silent.get(silent.size() - 1);
            last.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(last.readHead()).startsWith("HTTP/1.1 200 ");
            gateway.assertServes();
            await().untilAsserted(() ->
                    assertThat(gateway.socketsEnded("replaced")).isGreaterThanOrEqualTo(100 - others - 1));
        } finally {
            for (RawSocket one : silent) {
                one.close();
            }
        }
    }
}
