package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.protocol.Cursor.Range;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cursors that were not made by a gateway: each replay ends nevertheless, and others are not affected. */
class ForgedCursorIT extends ReplayCase {
    private static final long MUCH = 1L << 40;
    private static final int PATIENCE_MS = 1_000;

    private String honest() {
        try (WsClient client = gateway.connect()) {
            return JsonView.text(client.subscribe("{\"type\":\"orders\",\"id\":\"x\"}"), "data", "cursor");
        }
    }

    private static String forged(String cursor, LongUnaryOperator offset, LongUnaryOperator seq) {
        Cursor honest = Cursor.decode(cursor);
        return new Cursor(
                        honest.topicId(),
                        Arrays.stream(honest.nextOffsets()).map(offset).toArray(),
                        Arrays.stream(honest.lastSeqs()).map(seq).toArray(),
                        Collections.nCopies(PARTITIONS, List.of()))
                .encode();
    }

    private static LongUnaryOperator same() {
        return LongUnaryOperator.identity();
    }

    private void restart(Map<io.orderwire.runtime.config.Option<?>, ?> options) {
        gateway.close();
        gateway = TestGateway.start(BROKER.broker(), options);
    }

    private double ended(String reason) {
        return gateway.meters()
                .get("orderwire.gateway.replays.ended")
                .tag("reason", reason)
                .counter()
                .count();
    }

    /** A valid replay is read to its end while a forged one exists. */
    private void assertServes(WsClient client, String id) {
        client.subscribe(from(id, "\"earliest\""));
        List<Made> written = writer.write(50);
        List<String> all = all();
        assertThat(byPartition(client.awaitOrders(id, all.size()))).isEqualTo(byPartition(all));
        assertThat(all).containsAll(jsons(written));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldEndAReplayWithSequencesThatAreFarTooHigh(boolean writing) {
        writer.write(1_000);
        String cursor = forged(honest(), same(), seq -> seq + MUCH);
        if (writing) {
            writer.write(1_000);
        }
        try (WsClient client = gateway.connect()) {
            client.send("{\"method\":\"subscribe\",\"subscription\":" + from("x", after(cursor)) + "}");
            String error = client.await(0, message -> message.contains("\"error\""));

            assertThat(error).contains("Cursor with sequences that the topic does not hold: {", "partition ");
            assertServes(client, "x");
            awaitLive();
            assertThat(gateway.metric("subscriptions")).isEqualTo(1);
            assertThat(ended("sequences")).isEqualTo(1);
        }
    }

    @Test
    void shouldEndAReplayThatStaysAheadOfTheLiveStream() {
        writer.write(1_000);
        String cursor = forged(honest(), same(), seq -> seq + 5_000);
        restart(Map.of(ReplayOptions.PATIENCE_MS, PATIENCE_MS));
        try (WsClient client = gateway.connect()) {
            assertThat(client.subscribe(from("x", after(cursor)))).contains("\"subscriptionResponse\"");
            String error = client.await(1, message -> message.contains("\"error\""));

            assertThat(error)
                    .contains(
                            "Cursor with sequences that the topic does not hold: {",
                            PATIENCE_MS + " ms (gateway.replay");
            assertServes(client, "y");
            awaitLive();
        }
    }

    /** Like a cursor of another gateway that has read slightly more. */
    @Test
    void shouldJoinOnceTheLiveStreamHasSeenAsMuch() {
        writer.write(400);
        String cursor = forged(honest(), same(), seq -> seq + 10);
        try (WsClient client = gateway.connect()) {
            assertThat(client.subscribe(from("x", after(cursor)))).contains("\"subscriptionResponse\"");
            await().during(java.time.Duration.ofMillis(300)).until(() -> gateway.metric("replays") == 1);
            writer.write(4_000);
            awaitLive();
            List<Made> written = writer.write(100);

            assertThat(client.awaitOrders("x", written.size())).containsAll(jsons(written));
            assertThat(client.channel("error")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, MUCH, Long.MAX_VALUE / 2})
    void shouldRefuseOffsetsBeyondTheEnd(long ahead) {
        writer.write(100);
        String cursor = forged(honest(), offset -> offset + ahead, same());
        try (WsClient client = gateway.connect()) {
            assertThat(client.subscribe(from("x", after(cursor))))
                    .contains("Cursor beyond the end of the topic: {", "ends at offset");
            assertServes(client, "x");
            assertThat(ended("offsets")).isEqualTo(1);
        }
    }

    /** Lowered values affect their sender only: events are sent again, or not at all. */
    @Test
    void shouldReadToTheEndWithLoweredOffsetsOrSequences() {
        writer.write(2_000);
        String cursor = honest();
        try (WsClient client = gateway.connect()) {
            client.subscribe(from("offsets", after(forged(cursor, offset -> offset / 2, same()))));
            client.subscribe(from("seqs", after(forged(cursor, same(), seq -> seq / 2))));
            client.subscribe(from("none", after(forged(cursor, same(), seq -> 0))));
            awaitLive();
            List<Made> written = writer.write(100);

            for (String id : List.of("offsets", "seqs", "none")) {
                assertThat(byPartition(client.awaitOrders(id, written.size()))).isEqualTo(byPartition(jsons(written)));
            }
            assertThat(client.channel("error")).isEmpty();
        }
    }

    @Test
    void shouldReadToTheEndWithEverythingLeftOut() {
        writer.write(2_000);
        Cursor honest = Cursor.decode(honest());
        List<List<Range>> leftOut = Arrays.stream(honest.lastSeqs())
                .mapToObj(last -> last < 2 ? List.<Range>of() : List.of(new Range(2, last)))
                .toList();
        String cursor = new Cursor(honest.topicId(), new long[PARTITIONS], honest.lastSeqs(), leftOut).encode();
        try (WsClient client = gateway.connect()) {
            client.subscribe(from("x", after(cursor)));
            awaitLive();
            List<Made> written = writer.write(100);

            assertThat(client.awaitOrders("x", written.size())).containsAll(jsons(written));
        }
    }

    /**
     * Reproduces an observed attack: five connections with a hundred raised cursors each, after which other clients did not
     * get replays.
     */
    @Test
    void shouldServeOthersBesideHundredsOfForgedCursors() {
        writer.write(1_000);
        String cursor = forged(honest(), same(), seq -> seq + 100_000);
        restart(Map.of(AccessOptions.TRUSTED_PROXIES, "127.0.0.1"));
        List<WsClient> attackers = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                WsClient attacker = as("192.0.2.1");
                attackers.add(attacker);
                for (int id = 0; id < 100; id++) {
                    attacker.send("{\"method\":\"subscribe\",\"subscription\":" + from("x" + id, after(cursor)) + "}");
                }
            }
            await().atMost(TIMEOUT)
                    .until(() -> gateway.metric("replays") == 125 && gateway.metric("replays.waiting") > 100);
            try (WsClient other = as("198.51.100.7")) {
                assertServes(other, "x");
                // The valid subscriptions are live while the forged ones wait.
                await().atMost(TIMEOUT).until(() -> gateway.metric("replays") == 125);
            }
            attackers.forEach(attacker -> attacker.await(0, message -> message.contains("\"error\"")));
        } finally {
            attackers.forEach(WsClient::close);
        }
        awaitLive();
        assertThat(gateway.metric("replays.waiting")).isZero();
        assertThat(gateway.metric("replays.memory")).isZero();
    }

    private WsClient as(String address) {
        return WsClient.connectAs(HttpClient.newHttpClient(), gateway.ws(), "X-Forwarded-For", address);
    }
}
