package io.orderwire.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.JsonView;
import io.orderwire.gateway.OrderMaker;
import io.orderwire.websocket.limit.Payer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which subscriptions clients may hold, and how they end. */
class SubscriptionsTest extends HubCase {
    @Test
    void shouldBoundTheFiltersOfAnAddressOrATokenAndLeaveRoomForOthers() {
        for (Payer payer : List.of(new Payer("10.0.0.1", null), new Payer(null, "t"))) {
            List<String> answers = new ArrayList<>();
            List<Connection> clients = List.of(new Connection(payer), new Connection(payer), new Connection(payer));
            clients.forEach(client -> IntStream.range(0, 3)
                    .forEach(id -> answers.add(client.subscribe(longFilter(id)).get(0))));

            assertThat(answers.stream().filter(answer -> answer.contains("subscriptionResponse")))
                    .as("of 26,448 bytes each within 131,072 or 196,608")
                    .hasSize(payer.token() == null ? 4 : 7);
            assertThat(answers.get(8)).contains("No room for so many").contains("all of an address 131072");
            assertThat(new Connection(new Payer("10.0.0.2", "other")).subscribe(longFilter(0)))
                    .singleElement()
                    .asString()
                    .contains("subscriptionResponse");
            clients.get(0).say("unsubscribe", "{\"type\":\"orders\",\"id\":\"0\"}");
            assertThat(clients.get(2).subscribe(longFilter(2)).get(0)).contains("subscriptionResponse");
        }
    }

    private static String hundredUsers() {
        return IntStream.range(0, 100)
                .mapToObj(i -> "\"" + OrderMaker.user(i) + "\"")
                .collect(Collectors.joining(","));
    }

    private static String longFilter(int id) {
        return "{\"type\":\"orders\",\"id\":\"" + id + "\",\"users\":[" + hundredUsers() + "]}";
    }

    @Test
    void shouldEndManyLongFiltersOfAClientThatHasGone() {
        Connection client = new Connection(1_000);
        for (int i = 0; i < 200; i++) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"" + i + "\",\"users\":[" + hundredUsers()
                    + "],\"sides\":[\"A\"]," + "\"minNotional\":\"" + i + "\"}");
        }
        assertThat(gauge("subscriptions")).isEqualTo(200);
        client.client.gone();
        hub.gone(client.client);
        letLooksTake(5);
        hub.runTasks();
        assertThat(gauge("subscriptions")).as("after one step").isBetween(1.0, 199.0);
        for (int step = 1; hub.hasTasks(); step++) {
            assertThat(step).isLessThan(200);
            hub.runTasks();
        }

        assertThat(gauge("subscriptions")).isZero();
        assertThat(gauge("subscriptions.shared")).isZero();
        assertThat(gauge("subscriptions.memory")).isZero();
    }

    @Test
    void shouldForgetANewcomerThatLeavesAtOnce() {
        Connection first = new Connection();
        first.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"batchMs\":1000}");
        feed(maker.next());
        hub.endOfBatch();
        feed(maker.next());
        Connection second = new Connection();
        second.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"batchMs\":1000}");
        second.say("unsubscribe", "{\"type\":\"orders\",\"id\":\"a\"}");
        first.say("unsubscribe", "{\"type\":\"orders\",\"id\":\"a\"}");
        second.take();
        feed(maker.next());
        pass(1_000);

        assertThat(second.take()).isEmpty();
        assertThat(gauge("subscriptions.shared")).isZero();
    }

    @Test
    void shouldTellDoubleAndMissingSubscriptions() {
        Connection client = new Connection();
        String updates = "{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}";
        String shouting = updates.replace(USER, "0x" + USER.substring(2).toUpperCase(java.util.Locale.ROOT));
        assertThat(shouting).isNotEqualTo(updates);
        assertThat(client.subscribe(updates)).singleElement().asString().contains("subscriptionResponse");
        assertError(client.subscribe(shouting), "Already subscribed: " + shouting);
        assertThat(client.say("unsubscribe", updates))
                .singleElement()
                .asString()
                .contains("\"method\":\"unsubscribe\"");
        assertError(client.say("unsubscribe", updates), "Already unsubscribed: " + updates);

        String orders = "{\"type\":\"orders\",\"coins\":[\"BTC\"]}";
        assertThat(client.subscribe(orders)).singleElement().asString().contains("\"id\":\"1\"");
        assertError(client.subscribe(orders), "Already subscribed: " + orders);
        assertThat(client.subscribe("{\"type\":\"orders\"}"))
                .singleElement()
                .asString()
                .contains("\"id\":\"2\"");
        assertError(
                client.subscribe("{\"type\":\"orders\",\"id\":\"2\",\"coins\":[\"BTC\"]}"),
                "Already subscribed: {\"type\":\"orders\",\"id\":\"2\",\"coins\":[\"BTC\"]}");
        client.say("unsubscribe", orders);
        client.say("unsubscribe", "{\"type\":\"orders\",\"id\":\"2\"}");
        client.take();
        feed(maker.next());
        hub.endOfBatch();
        assertThat(client.take()).isEmpty();
        assertThat(gauge("subscriptions.shared")).isZero();
        assertThat(gauge("subscriptions")).isZero();
    }

    private static void assertError(List<String> messages, String text) {
        assertThat(messages).hasSize(1);
        assertThat(JsonView.text(messages.get(0), "data")).isEqualTo(text);
        assertThat(messages.get(0)).startsWith("{\"channel\":\"error\",");
    }

    @Test
    void shouldRefuseMoreSubscriptionsThanAllowedAndServeTheOthers() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\"}");
        client.subscribe("{\"type\":\"pipeline\"}");
        client.subscribe("{\"type\":\"gaps\"}");

        String json = "{\"type\":\"orders\",\"id\":\"x\"}";
        List<String> refusal = client.subscribe(json);
        assertError(refusal, "Invalid subscription: " + json);
        assertThat(JsonView.text(refusal.get(0), "detail"))
                .isEqualTo("this connection has 3 subscriptions, the most that gateway.max.subscriptions allows;"
                        + " unsubscribe others first");
        assertThat(meters.get("orderwire.gateway.subscriptions.refused")
                        .counter()
                        .count())
                .isEqualTo(1);
        client.say("unsubscribe", "{\"type\":\"gaps\"}");
        client.take();
        assertThat(client.subscribe(json)).hasSize(1).allMatch(message -> message.contains("subscriptionResponse"));
    }

    @Test
    void shouldForgetWhoHasGone() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\"}");
        client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
        client.subscribe("{\"type\":\"pipeline\"}");
        client.client.gone();
        hub.gone(client.client);
        hub.runTasks();

        assertThat(gauge("subscriptions.shared")).isZero();
        assertThat(gauge("subscriptions")).isZero();
    }
}
