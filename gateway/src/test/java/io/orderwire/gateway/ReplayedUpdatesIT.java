package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.order.Users;
import io.orderwire.gateway.OrderMaker.Made;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates of a user that begin in the past, in the public API's shape. */
class ReplayedUpdatesIT extends ReplayCase {
    private static final String USER = OrderMaker.user(3);

    private static int partition() {
        return Users.partition(USER.getBytes(StandardCharsets.ISO_8859_1), PARTITIONS);
    }

    private static String updates(String from) {
        return "{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\",\"from\":" + from + "}";
    }

    /** Ids of the orders in updates so far, with their times. */
    private static List<String> received(WsClient client) {
        List<String> updates = new ArrayList<>();
        for (String frame : client.channel("orderUpdates")) {
            JsonView.elements(JsonView.at(frame, "data"))
                    .forEach(update -> updates.add(
                            JsonView.at(update, "order", "oid") + " " + JsonView.at(update, "statusTimestamp")));
        }
        return updates;
    }

    private static List<String> expected(List<String> orders) {
        return orders.stream()
                .filter(json -> json.contains(USER))
                .map(json -> JsonView.at(json, "event", "order", "oid"))
                .toList();
    }

    private static List<String> oids(WsClient client) {
        return received(client).stream()
                .map(update -> update.substring(0, update.indexOf(' ')))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"earliest\"", "{\"minutesAgo\":60}"})
    void shouldSendAllOfTheUserOnceAndGoOnWithWhatComesWhileItDoes(String from) {
        writer.write(5_000);
        try (WsClient client = gateway.connect()) {
            String acknowledged = client.subscribe(updates(from));
            while (gateway.metric("replays") > 0) {
                writer.write(50);
            }
            writer.write(500);
            List<String> expected = expected(all());
            await().atMost(TIMEOUT).until(() -> oids(client).size() >= expected.size());

            assertThat(oids(client)).containsExactlyElementsOf(expected);
            // Notices of the gap that another test has written.
            assertThat(client.channel("dropped")).allMatch(notice -> notice.contains("\"dropped\":null"));
            assertThat(client.channel("orderUpdates")).allMatch(frame -> frame.contains(USER));
            assertThat(JsonView.at(acknowledged, "data", "subscription")).isEqualTo(updates(from));
            assertThat(JsonView.text(acknowledged, "data", "cursor")).isNotEmpty();
        }
    }

    @Test
    void shouldGoOnBehindTheCursorOfItsAcknowledgement() {
        writer.write(1_000);
        try (WsClient first = gateway.connect();
                WsClient second = gateway.connect()) {
            String acknowledged = first.subscribe(updates("{\"minutesAgo\":0}"));
            awaitLive();
            List<Made> written = writer.write(500);
            second.subscribe(updates(after(JsonView.text(acknowledged, "data", "cursor"))));
            List<String> expected = expected(jsons(written));
            await().atMost(TIMEOUT).until(() -> oids(second).size() >= expected.size());

            assertThat(oids(second)).containsExactlyElementsOf(expected);
        }
    }

    /** Only the partition of the user is read. */
    @Test
    void shouldReadThePartitionOfTheUserOnly() {
        writer.write(4_000);
        try (WsClient client = gateway.connect()) {
            client.subscribe(updates("\"earliest\""));
            awaitLive();
            List<String> all = all();
            long inPartition = all.stream()
                    .filter(json -> JsonView.at(json, "part").equals(String.valueOf(partition())))
                    .count();

            assertThat(gateway.metric("replayed"))
                    .isGreaterThanOrEqualTo(inPartition)
                    .isLessThan(all.size());
        }
    }

    @Test
    void shouldTellALossOfThePast() {
        writer.write(100);
        int partition = partition();
        long last = all().stream()
                .filter(json -> JsonView.at(json, "part").equals(String.valueOf(partition)))
                .mapToLong(json -> Long.parseLong(JsonView.at(json, "seq")))
                .max()
                .orElseThrow();
        writer.maker().skip(partition, 10);
        writer.gap(
                Gap.builder("lost", Gap.Where.PARSER, Gap.Reason.AGE)
                        .partition(partition)
                        .seqs(last + 1, last + 10)
                        .events(10L)
                        .times(0, 1)
                        .build(),
                partition);
        writer.write(100);
        try (WsClient client = gateway.connect()) {
            client.subscribe(updates("\"earliest\""));
            awaitLive();
            await().atMost(TIMEOUT).until(() -> !client.channel("dropped").isEmpty());

            assertThat(client.channel("dropped"))
                    .contains("{\"channel\":\"dropped\",\"data\":{\"user\":\"" + USER + "\",\"dropped\":null}}");
        }
    }

    @Test
    void shouldEndWhenItsClientUnsubscribesByUser() {
        writer.write(15_000);
        try (WsClient client = gateway.connect()) {
            client.subscribe(updates("\"earliest\""));
            client.send("{\"method\":\"unsubscribe\",\"subscription\":{\"type\":\"orderUpdates\",\"user\":\"" + USER
                    + "\"}}");
            client.await(1, message -> message.contains("\"unsubscribe\""));
            awaitLive();
            assertThat(gateway.metric("subscriptions")).isZero();
            assertThat(client.subscribe(updates("\"latest\""))).contains("\"subscriptionResponse\"");
            assertThat(client.subscribe(updates("\"earliest\""))).contains("Already subscribed: {");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"minutesAgo\":-1}", "\"yesterday\"", "{\"cursor\":\"nonsense\"}", "7"})
    void shouldRefuseAFromThatItCannotTake(String from) {
        try (WsClient client = gateway.connect()) {
            assertThat(client.subscribe(updates(from))).contains("Invalid subscription: {", "from");
        }
    }
}
