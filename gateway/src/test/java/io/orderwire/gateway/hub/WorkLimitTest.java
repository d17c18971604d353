package io.orderwire.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.JsonView;
import io.orderwire.gateway.OrderMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients that exceed their limits of work, and others, which must not be affected. */
class WorkLimitTest extends HubCase {
    WorkLimitTest() {
        super(new Hub.WorkLimits(80, 1_000, 1_000));
    }

    @Test
    void shouldEndTheMostCostlySubscriptionAndNoOther() {
        Connection witness = new Connection();
        Connection client = new Connection();
        witness.subscribe("{\"type\":\"orders\",\"id\":\"w\",\"coins\":[\"ETH\"]}");
        client.subscribe("{\"type\":\"orders\",\"id\":\"cheap\",\"coins\":[\"NONE\"]}");
        client.subscribe("{\"type\":\"orders\",\"id\":\"eth\",\"coins\":[\"ETH\"]}");
        client.subscribe("{\"type\":\"orders\",\"id\":\"each\",\"batchMs\":0}");
        client.take();
        witness.take();
        int fed = 0;
        while (ended().isEmpty() && fed < 50_000) {
            feed(maker.next());
            fed++;
            hub.endOfBatch();
            ended(client.take());
        }

        assertThat(ended()).singleElement().satisfies(error -> {
            assertThat(JsonView.text(error, "data"))
                    .isEqualTo("Subscription ended: {\"type\":\"orders\",\"id\":\"each\"}");
            assertThat(JsonView.text(error, "detail")).contains("gateway.client.work.ms, 80 ms a second");
        });
        assertThat(fed).as("orders for about 4.5 µs each").isBetween(1_000, 6_000);
        String refused = client.subscribe("{\"type\":\"orders\",\"id\":\"more\",\"coins\":[\"BTC\"]}")
                .get(0);
        assertThat(JsonView.text(refused, "data")).startsWith("Too much work: {\"type\":\"orders\",\"id\":\"more\"");
        assertThat(JsonView.text(refused, "detail"))
                .contains("gateway.client.work.ms")
                .contains("try again in 1 s");
        pass(20);
        client.take();
        witness.take();
        feed(maker.make(USER, "ETH", "open", "B"));
        pass(20);
        assertThat(orders(witness.take())).hasSize(1);
        assertThat(client.take()).singleElement().asString().contains("\"id\":\"eth\"");
        assertThat(counter("orderwire.gateway.subscriptions.ended")).isEqualTo(1);
        assertThat(counter("orderwire.gateway.work.refused")).isEqualTo(1);
        pass(1_000);
        assertThat(client.subscribe("{\"type\":\"orders\",\"id\":\"more\",\"coins\":[\"BTC\"]}")
                        .get(0))
                .contains("subscriptionResponse");
    }

    private final List<String> ended = new ArrayList<>();

    private List<String> ended() {
        return ended;
    }

    private void ended(List<String> messages) {
        messages.stream().filter(message -> message.contains("\"error\"")).forEach(ended::add);
    }

    private double counter(String name) {
        return meters.get(name).tag("limit", "client").counter().count();
    }

    @Test
    void shouldEndAThousandSubscriptionsThatCostTooMuchTogether() {
        Connection client = new Connection(1_000);
        for (int i = 0; i < 900; i++) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"" + i + "\",\"batchMs\":0}");
            pass(4);
        }
        client.take();
        for (int i = 0; i < 200; i++) {
            feed(maker.next());
            hub.endOfBatch();
        }
        int left = subscriptions();

        assertThat(left).as("10 ms a second are for hardly any of them").isLessThan(50);
        assertThat(client.take().stream().filter(message -> message.contains("Subscription ended")))
                .hasSize(900 - left);
        assertThat(client.client.isGone()).isFalse();
    }

    private int subscriptions() {
        return (int) gauge("subscriptions");
    }

    @Test
    void shouldLetASharedStreamCostEachALittle() {
        for (int i = 0; i < 40; i++) {
            new Connection().subscribe("{\"type\":\"orders\",\"id\":\"" + i + "\"}");
        }
        for (int i = 0; i < 5_000; i++) {
            feed(maker.next());
            if (i % 25 == 0) {
                pass(1);
            }
        }

        assertThat(subscriptions()).isEqualTo(40);
    }

    @Test
    void shouldNotLetAJoinerMakeOthersBeSentAnything() {
        List<Connection> others = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            others.add(new Connection());
            others.get(i).subscribe("{\"type\":\"orders\",\"id\":\"x\",\"batchMs\":1000}");
        }
        feed(maker.next());
        hub.endOfBatch();
        others.forEach(Connection::take);
        Connection joiner = new Connection();
        for (int i = 0; i < 100; i++) {
            feed(maker.next());
            joiner.subscribe("{\"type\":\"orders\",\"id\":\"x\",\"batchMs\":1000}");
            joiner.say("unsubscribe", "{\"type\":\"orders\",\"id\":\"x\"}");
        }
        ioThread.flush();

        assertThat(others.get(0).take()).as("full frames only").hasSizeLessThan(40);
    }

    @Test
    void shouldRefuseWhoSubscribesAndUnsubscribesWithoutEnd() {
        Connection client = new Connection();
        String users = IntStream.range(0, 70)
                .mapToObj(i -> "\"" + OrderMaker.user(i) + "\"")
                .collect(Collectors.joining(",", "[", "]"));
        String refused = "";
        for (int i = 0; i < 1_000 && refused.isEmpty(); i++) {
            String answer = client.subscribe("{\"type\":\"orders\",\"id\":\"x\",\"users\":" + users + "}")
                    .get(0);
            client.say("unsubscribe", "{\"type\":\"orders\",\"id\":\"x\"}");
            refused = answer.contains("Too much work") ? answer : "";
        }

        assertThat(refused).contains("gateway.client.work.ms");
    }
}
