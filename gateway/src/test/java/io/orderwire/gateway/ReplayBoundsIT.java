package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.runtime.config.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions that begin in the past: how many there may be, how fast they are read, and clients that are slow. */
class ReplayBoundsIT extends ReplayCase {
    @Test
    void shouldWaitForAClientThatReadsSlowly() {
        writer.write(15_000);
        try (WsClient client = WsClient.connectDeaf(gateway.ws())) {
            client.send("{\"method\":\"subscribe\",\"subscription\":" + from("x", "\"earliest\"") + "}");
            await().atMost(TIMEOUT).until(() -> gateway.metric("replays") == 1);
            writer.write(1_000);
            List<String> all = all();
            try (WsClient other = gateway.connect()) {
                other.subscribe(from("x", "\"earliest\""));
                other.awaitOrders("x", all.size());
                // The replay of the client that reads has caught up, and the other one still waits for its client.
                await().atMost(TIMEOUT).until(() -> gateway.metric("replays") == 1);
            }
            client.listen();

            assertThat(byPartition(client.awaitOrders("x", all.size()))).isEqualTo(byPartition(all));
            assertThat(gateway.metric("dropped.slow")).isZero();
        }
    }

    @Test
    void shouldServeManyThatComeBackAtOnce() {
        String cursor;
        try (WsClient client = gateway.connect()) {
            cursor = JsonView.text(client.subscribe("{\"type\":\"orders\"}"), "data", "cursor");
        }
        List<Made> written = writer.write(600);
        List<WsClient> all = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                all.add(gateway.connect());
            }
            all.forEach(client ->
                    client.send("{\"method\":\"subscribe\",\"subscription\":" + from("x", after(cursor)) + "}"));
            all.forEach(client -> assertThat(byPartition(client.awaitOrders("x", written.size())))
                    .isEqualTo(byPartition(jsons(written))));
            awaitLive();
        } finally {
            all.forEach(WsClient::close);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"earliest\"", "{\"minutesAgo\":60}"})
    void shouldKeepToTheRate(String from) {
        writer.write(5_000);
        Map<Option<?>, Object> slowly = Map.of(ReplayOptions.RATE, 1_000);
        try (TestGateway slow = TestGateway.start(BROKER.broker(), slowly);
                WsClient client = slow.connect()) {
            long start = System.nanoTime();
            client.subscribe(from("x", from));
            await().atMost(TIMEOUT).until(() -> slow.metric("replayed") >= 2_000);

            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(slow.metric("replayed")).isLessThan(1_000 * seconds + 500);
        }
    }

    @Test
    void shouldRefuseTooManyOfOneClient() {
        writer.write(5_000);
        Map<Option<?>, Object> slowly = Map.of(ReplayOptions.OF_CLIENT, 1, ReplayOptions.RATE, 1_000);
        try (TestGateway narrow = TestGateway.start(BROKER.broker(), slowly);
                WsClient one = narrow.connect();
                WsClient other = narrow.connect()) {
            assertThat(one.subscribe(from("x", "\"earliest\""))).contains("\"subscriptionResponse\"");
            assertThat(one.subscribe(from("y", "\"earliest\""))).contains("Too many replays: {");
            assertThat(other.subscribe(from("x", "\"earliest\""))).contains("\"subscriptionResponse\"");
            assertThat(narrow.metric("replays.refused")).isEqualTo(1);
            one.send("{\"method\":\"unsubscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"x\"}}");
            one.await(1, message -> message.contains("\"unsubscribe\""));
            assertThat(one.subscribe(from("y", "\"earliest\""))).contains("\"subscriptionResponse\"");
            assertThat(narrow.fatal()).isEmpty();
        }
    }

    @Test
    void shouldRefuseTooMany() {
        writer.write(15_000);
        try (TestGateway narrow =
                        TestGateway.start(BROKER.broker(), Map.of(ReplayOptions.MAX, 1, ReplayOptions.WAITING, 0));
                WsClient deaf = WsClient.connectDeaf(narrow.ws());
                WsClient client = narrow.connect()) {
            deaf.send("{\"method\":\"subscribe\",\"subscription\":" + from("x", "\"earliest\"") + "}");
            await().atMost(TIMEOUT).until(() -> narrow.metric("replays") == 1);

            assertThat(client.subscribe(from("x", "\"earliest\""))).contains("Too many replays: {");
            assertThat(client.subscribe("{\"type\":\"orders\",\"id\":\"x\"}")).contains("\"subscriptionResponse\"");
            assertThat(narrow.metric("replays.refused")).isEqualTo(1);
            deaf.close();
            await().atMost(TIMEOUT).until(() -> narrow.metric("replays") == 0);
            assertThat(narrow.fatal()).isEmpty();
        }
    }
}
