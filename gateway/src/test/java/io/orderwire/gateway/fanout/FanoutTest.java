package io.orderwire.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.gateway.JsonView;
import io.orderwire.gateway.OrderMaker;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.client.Client;
import io.orderwire.gateway.client.ClientLimits;
import io.orderwire.gateway.client.Lane;
import io.orderwire.gateway.client.Wire;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.RequestReader;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FanoutTest {
    private static final String USER = OrderMaker.user(1);

    private final OrderMaker maker = new OrderMaker(1, 4);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Lane lane = new Lane(Runnable::run);
    private final RequestReader requests = new RequestReader(20);
    private final RecordView view = new RecordView();
    private long nowNanos = TimeUnit.HOURS.toNanos(1);
    private int read;
    private final Fanout fanout = new Fanout(
            new Fanout.Setup(4_096, 20, 4),
            () -> "cursor-" + read,
            () -> "{\"stats\":1}".getBytes(StandardCharsets.UTF_8),
            lane::flush,
            Clock.systemUTC(),
            () -> nowNanos,
            new GatewayMetrics(meters));

    /** A connection whose kernel takes everything at once. */
    private final class Connection implements Wire {
        private final List<String> messages = new ArrayList<>();
        private final List<ByteBuffer> buffers = new ArrayList<>();
        private final Client client = new Client(
                this,
                lane,
                new ClientLimits(100, 1 << 20, 1_000, 1_000, 1_000, 1_000, 100, 100, 1_000, 3),
                () -> nowNanos,
                n -> {});

        @Override
        public void send(ByteBuffer text, Runnable sent) {
            buffers.add(text.duplicate());
            messages.add(StandardCharsets.UTF_8.decode(text).toString());
            sent.run();
        }

        @Override
        public void ping() {}

        @Override
        public void close(int code, String reason) {
            messages.add("close " + code);
        }

        @Override
        public void cut() {}

        List<String> say(String method, String subscription) {
            messages.clear();
            fanout.request(
                    client, requests.read("{\"method\":\"" + method + "\",\"subscription\":" + subscription + "}"));
            fanout.runTasks();
            lane.flush();
            return List.copyOf(messages);
        }

        List<String> subscribe(String subscription) {
            return say("subscribe", subscription);
        }

        List<String> take() {
            List<String> taken = List.copyOf(messages);
            messages.clear();
            return taken;
        }
    }

    @Test
    void shouldEncodeOnceForAllWithTheSameSubscription() {
        Connection first = new Connection();
        Connection second = new Connection();
        first.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"coins\":[\"BTC\",\"ETH\"]}");
        second.subscribe("{\"id\":\"a\",\"coins\":[\"ETH\",\"BTC\",\"BTC\"],\"batchMs\":20,\"type\":\"orders\"}");
        feed(maker.make(USER, "BTC", "open", "B"));
        fanout.endOfBatch();

        assertThat(meters.get("orderwire.gateway.groups").gauge().value()).isEqualTo(1);
        assertThat(first.buffers.get(1).array()).isSameAs(second.buffers.get(1).array());
        assertThat(first.messages.get(1)).contains("\"cursor\":\"cursor-1\"");
    }

    @Test
    void shouldSendTheFirstOrderAtOnceAndTheNextOnesTogether() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"a\"}");
        client.take();
        feed(maker.next());
        fanout.endOfBatch();
        assertThat(orders(client.take())).hasSize(1);

        feed(maker.next());
        fanout.endOfBatch();
        feed(maker.next());
        pass(19);
        assertThat(client.take()).isEmpty();
        assertThat(fanout.nanosToNextDue(Long.MAX_VALUE)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
        pass(1);
        assertThat(orders(client.take())).hasSize(2);
        assertThat(fanout.nanosToNextDue(777)).isEqualTo(777);
    }

    @Test
    void shouldSendEachByItselfWithoutBatching() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"batchMs\":0}");
        client.take();
        feed(maker.next());
        feed(maker.next());
        feed(maker.next());
        lane.flush();

        assertThat(client.take()).hasSize(3);
    }

    @Test
    void shouldSendAFullBatchBeforeItsTime() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"batchMs\":1000}");
        client.take();
        feed(maker.next());
        fanout.endOfBatch();
        client.take();
        for (int i = 0; i < 10; i++) {
            feed(maker.next());
        }
        lane.flush();

        assertThat(client.take()).isNotEmpty().allSatisfy(frame -> assertThat(frame.length())
                .isBetween(4_096, 5_500));
    }

    @Test
    void shouldGiveANewcomerNothingThatCameBefore() {
        Connection first = new Connection();
        first.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"batchMs\":1000}");
        feed(maker.next());
        fanout.endOfBatch();
        Made waiting = feed(maker.next());
        first.take();
        Connection second = new Connection();
        List<String> answer = second.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"batchMs\":1000}");
        assertThat(orders(first.take())).containsExactly(waiting.json());
        assertThat(answer).hasSize(1);
        assertThat(JsonView.text(answer.get(0), "data", "cursor")).isEqualTo("cursor-2");

        Made next = feed(maker.next());
        pass(1_000);
        second.messages.remove(0);
        assertThat(orders(second.take())).containsExactly(next.json());
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
        fanout.endOfBatch();
        assertThat(client.take()).isEmpty();
        assertThat(meters.get("orderwire.gateway.groups").gauge().value()).isZero();
        assertThat(meters.get("orderwire.gateway.subscriptions").gauge().value())
                .isZero();
    }

    private static void assertError(List<String> messages, String text) {
        assertThat(messages).hasSize(1);
        assertThat(JsonView.text(messages.get(0), "data")).isEqualTo(text);
        assertThat(messages.get(0)).startsWith("{\"channel\":\"error\",");
    }

    @Test
    void shouldCloseWhoWantsTooManySubscriptions() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\"}");
        client.subscribe("{\"type\":\"pipeline\"}");
        client.subscribe("{\"type\":\"gaps\"}");

        assertThat(client.subscribe("{\"type\":\"orders\",\"id\":\"x\"}")).containsExactly("close 4003");
    }

    @Test
    void shouldForgetWhoHasGone() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\"}");
        client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
        client.subscribe("{\"type\":\"pipeline\"}");
        client.client.gone();
        fanout.gone(client.client);
        fanout.runTasks();

        assertThat(meters.get("orderwire.gateway.groups").gauge().value()).isZero();
        assertThat(meters.get("orderwire.gateway.subscriptions").gauge().value())
                .isZero();
    }

    @Test
    void shouldTellUpdatesOfItsUsersOnly() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
        client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + OrderMaker.user(2) + "\"}");
        client.take();
        feed(maker.make(USER, "BTC", "open", "B"));
        feed(maker.make(OrderMaker.user(2), "ETH", "open", "B"));
        feed(maker.make(OrderMaker.user(3), "ETH", "open", "B"));
        fanout.endOfBatch();

        assertThat(client.take())
                .hasSize(2)
                .anySatisfy(frame -> assertThat(frame).contains(USER).contains("BTC"))
                .anySatisfy(
                        frame -> assertThat(frame).contains(OrderMaker.user(2)).contains("ETH"));
    }

    @Test
    void shouldSendASignOfLifeInAQuietTime() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"coins\":[\"NONE\"]}");
        client.take();
        pass(4_001);
        assertThat(client.take()).singleElement().asString().contains("\"orders\":[]");
        pass(3_000);
        assertThat(client.take()).isEmpty();
    }

    @Test
    void shouldTellFiguresAndGapsToWhomAsked() {
        Connection client = new Connection();
        assertThat(client.subscribe("{\"type\":\"pipeline\"}"))
                .hasSize(2)
                .last()
                .isEqualTo("{\"channel\":\"pipeline\",\"data\":{\"stats\":1}}");
        client.subscribe("{\"type\":\"gaps\"}");
        client.take();
        fanout.tick();
        fanout.gapKnown("{\"id\":\"g\"}".getBytes(StandardCharsets.UTF_8));
        fanout.runTasks();
        lane.flush();

        assertThat(client.take())
                .containsExactly(
                        "{\"channel\":\"pipeline\",\"data\":{\"stats\":1}}",
                        "{\"channel\":\"gaps\",\"data\":[{\"id\":\"g\"}]}");
    }

    @Test
    void shouldTellALateOrderAsDroppedAtItsPlaceToWhoeverAskedForIt() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"all\",\"batchMs\":1000}");
        client.subscribe("{\"type\":\"orders\",\"id\":\"btc\",\"coins\":[\"BTC\"],\"batchMs\":1000}");
        client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
        feed(maker.make(USER, "BTC", "open", "B"));
        pass(1_000);
        client.take();
        Made before = feed(maker.make(USER, "BTC", "open", "B"));
        late(maker.make(USER, "ETH", "open", "B"));
        late(maker.make(USER, "ETH", "open", "B"));
        Made after = feed(maker.make(USER, "BTC", "open", "B"));
        pass(1_000);
        List<String> frames = client.take();

        List<String> all =
                frames.stream().filter(f -> f.contains("\"id\":\"all\"")).toList();
        assertThat(all).hasSize(2);
        assertThat(orders(all.subList(0, 1))).containsExactly(before.json());
        assertThat(JsonView.at(all.get(0), "data", "dropped")).isEqualTo("0");
        assertThat(orders(all.subList(1, 2))).containsExactly(after.json());
        assertThat(JsonView.at(all.get(1), "data", "dropped")).isEqualTo("2");
        assertThat(frames.stream().filter(f -> f.contains("\"id\":\"btc\"")))
                .singleElement()
                .satisfies(f -> assertThat(JsonView.at(f, "data", "dropped")).isEqualTo("0"));
        List<String> updates =
                frames.stream().filter(f -> !f.contains("\"orders\"")).toList();
        assertThat(updates).hasSize(3);
        assertThat(updates.get(1))
                .isEqualTo("{\"channel\":\"dropped\",\"data\":{\"user\":\"" + USER + "\",\"dropped\":2}}");
    }

    @Test
    void shouldTellALateOrderThoughNothingFollows() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"batchMs\":0}");
        client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
        client.take();
        late(maker.make(USER, "ETH", "open", "B"));
        pass(20);
        assertThat(client.take())
                .hasSize(2)
                .anySatisfy(f -> assertThat(f).contains("\"orders\":[]").contains("\"dropped\":1"))
                .anySatisfy(f -> assertThat(f).contains("\"channel\":\"dropped\""));
        pass(20);
        assertThat(client.take()).isEmpty();
    }

    @Test
    void shouldTellALossInEveryPartitionOnceAtItsFirstPlace() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"all\",\"batchMs\":0}");
        client.subscribe("{\"type\":\"orders\",\"id\":\"one\",\"users\":[\"" + USER + "\"],\"batchMs\":0}");
        client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
        client.take();
        int own = maker.make(USER, "BTC", "open", "B").partition();
        int other = (own + 1) % 4;
        String gap = "{\"id\":\"g\",\"where\":\"ingestor\",\"reason\":\"age\"}";

        fanout.gap(other, gap);
        pass(1);
        assertThat(client.take())
                .singleElement()
                .asString()
                .contains("\"id\":\"all\"")
                .contains(gap);
        fanout.gap(own, gap);
        pass(1);
        assertThat(client.take())
                .hasSize(2)
                .anySatisfy(f -> assertThat(f).contains("\"id\":\"one\"").contains(gap))
                .anySatisfy(f -> assertThat(f).contains("\"dropped\":null"));
        Connection late = new Connection();
        late.subscribe("{\"type\":\"orders\",\"id\":\"all\",\"batchMs\":0}");
        late.take();
        fanout.gap((own + 2) % 4, gap);
        pass(1);
        assertThat(late.take())
                .as("who came in between")
                .singleElement()
                .asString()
                .contains(gap);
        client.take();
        fanout.gap((own + 3) % 4, gap);
        pass(1);
        assertThat(client.take()).isEmpty();
        assertThat(late.take()).isEmpty();
    }

    @Test
    void shouldSendALastFrameWithCursorBeforeItStops() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"a\"}");
        client.subscribe("{\"type\":\"orders\",\"id\":\"b\",\"coins\":[\"NONE\"]}");
        feed(maker.next());
        client.take();
        List<String> order = new ArrayList<>();
        fanout.stop(() -> order.add("farewell"));
        fanout.runTasks();
        lane.flush();

        assertThat(client.take()).hasSize(2).allSatisfy(frame -> assertThat(frame)
                .contains("\"cursor\":\"cursor-1\""));
        assertThat(order).containsExactly("farewell");
    }

    private Made feed(Made made) {
        read++;
        view.turnTo(made.key(), made.value(), 0);
        fanout.order(view);
        return made;
    }

    private void late(Made made) {
        view.turnTo(made.key(), made.value(), 0);
        fanout.late(view);
    }

    private void pass(long ms) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(ms);
        fanout.endOfBatch();
    }

    private static List<String> orders(List<String> frames) {
        List<String> orders = new ArrayList<>();
        frames.forEach(frame -> orders.addAll(JsonView.elements(JsonView.at(frame, "data", "orders"))));
        return orders;
    }
}
