package io.orderwire.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.JsonView;
import io.orderwire.gateway.OrderMaker;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HubTest extends HubCase {
    @Test
    void shouldEncodeOnceForAllWithTheSameSubscription() {
        Connection first = new Connection();
        Connection second = new Connection();
        first.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"coins\":[\"BTC\",\"ETH\"]}");
        second.subscribe("{\"id\":\"a\",\"coins\":[\"ETH\",\"BTC\",\"BTC\"],\"batchMs\":20,\"type\":\"orders\"}");
        feed(maker.make(USER, "BTC", "open", "B"));
        hub.endOfBatch();

        assertThat(gauge("subscriptions.shared")).isEqualTo(1);
        assertThat(first.rests.get(1)).isSameAs(second.rests.get(1));
        assertThat(first.messages.get(1)).contains("\"cursor\":\"cursor-1\"");
    }

    @Test
    void shouldSendTheFirstOrderAtOnceAndTheNextOnesTogether() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"a\"}");
        client.take();
        feed(maker.next());
        hub.endOfBatch();
        assertThat(orders(client.take())).hasSize(1);

        feed(maker.next());
        hub.endOfBatch();
        feed(maker.next());
        pass(19);
        assertThat(client.take()).isEmpty();
        assertThat(hub.nanosToNextDue(Long.MAX_VALUE)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
        pass(1);
        assertThat(orders(client.take())).hasSize(2);
        assertThat(hub.nanosToNextDue(777)).isEqualTo(777);
    }

    @Test
    void shouldSendWhatWasReadTogetherAtOnceWithoutBatching() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"batchMs\":0}");
        client.take();
        feed(maker.next());
        feed(maker.next());
        hub.endOfBatch();
        feed(maker.next());
        hub.endOfBatch();

        List<String> frames = client.take();
        assertThat(frames).hasSize(2);
        assertThat(orders(frames.subList(0, 1))).hasSize(2);
    }

    @Test
    void shouldSpreadTheSignsOfLifeOfManyGroups() {
        Connection client = new Connection(1_000);
        for (int i = 0; i < 640; i++) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"" + i + "\",\"coins\":[\"C" + i + "\"]}");
        }
        client.take();
        pass(3_001);
        assertThat(client.take()).hasSize(40);
        assertThat(hub.nanosToNextDue(TimeUnit.SECONDS.toNanos(1))).isEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
        int signs = 40;
        for (int i = 0; i < 15; i++) {
            pass(50);
            signs += client.take().size();
        }
        assertThat(signs).isEqualTo(640);
        assertThat(hub.nanosToNextDue(777)).isEqualTo(777);
    }

    @Test
    void shouldSendAFullBatchBeforeItsTime() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"batchMs\":1000}");
        client.take();
        feed(maker.next());
        hub.endOfBatch();
        client.take();
        for (int i = 0; i < 10; i++) {
            feed(maker.next());
        }
        ioThread.flush();

        assertThat(client.take()).isNotEmpty().allSatisfy(frame -> assertThat(frame.length())
                .isBetween(1_500, 4_096));
    }

    @Test
    void shouldGiveANewcomerNothingThatCameBefore() {
        Connection first = new Connection();
        first.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"batchMs\":1000}");
        feed(maker.next());
        hub.endOfBatch();
        Made waiting = feed(maker.next());
        first.take();
        Connection second = new Connection();
        Connection third = new Connection();
        List<String> answer = second.subscribe("{\"type\":\"orders\",\"id\":\"b\",\"batchMs\":1000}");
        assertThat(first.take()).isEmpty();
        assertThat(answer).hasSize(1);
        assertThat(JsonView.text(answer.get(0), "data", "cursor")).isEqualTo("cursor-2");

        Made next = feed(maker.next());
        third.subscribe("{\"type\":\"orders\",\"id\":\"b\",\"batchMs\":1000}");
        second.take();
        third.take();
        pass(1_000);
        assertThat(orders(first.take())).containsExactly(waiting.json(), next.json());
        assertThat(orders(second.take())).containsExactly(next.json());
        assertThat(third.take()).isEmpty();

        Made last = feed(maker.next());
        pass(1_000);
        assertThat(orders(first.take())).containsExactly(last.json());
        assertThat(second.take())
                .isEqualTo(third.take())
                .singleElement()
                .asString()
                .contains(last.json());
    }

    @Test
    void shouldNotKeepOrdersWaitingForTasks() {
        Connection client = new Connection();
        client.take();
        hub.stop(() -> pass(5));
        hub.request(client.client, new Request.Ping());

        assertThat(hub.runTasks()).isTrue();
        pass(0);
        assertThat(client.take()).as("after a task of 5 ms").isEmpty();
        assertThat(hub.runTasks()).isTrue();
        pass(0);
        assertThat(client.take()).singleElement().asString().contains("pong");
        assertThat(hub.runTasks()).isFalse();
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
        hub.endOfBatch();

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
        hub.tick();
        hub.gapKnown("{\"id\":\"g\"}".getBytes(StandardCharsets.UTF_8));
        hub.runTasks();
        ioThread.flush();

        assertThat(client.take())
                .containsExactly(
                        "{\"channel\":\"pipeline\",\"data\":{\"stats\":1}}",
                        "{\"channel\":\"gaps\",\"data\":[{\"id\":\"g\"}]}");
    }

    @Test
    void shouldSendALastFrameWithCursorBeforeItStops() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"a\"}");
        client.subscribe("{\"type\":\"orders\",\"id\":\"b\",\"coins\":[\"NONE\"]}");
        feed(maker.next());
        client.take();
        List<String> order = new ArrayList<>();
        hub.stop(() -> order.add("farewell"));
        hub.runTasks();
        ioThread.flush();

        assertThat(client.take()).hasSize(2).allSatisfy(frame -> assertThat(frame)
                .contains("\"cursor\":\"cursor-1\""));
        assertThat(order).containsExactly("farewell");
    }
}
