package io.orderwire.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.JsonView;
import io.orderwire.gateway.OrderMaker.Made;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Subscriptions that share what is sent to them, and the bounds of frames. */
class SharedStreamTest extends HubCase {
    @Test
    void shouldEncodeOnceForAllIds() {
        Connection first = new Connection();
        Connection second = new Connection();
        first.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"batchMs\":0}");
        first.subscribe("{\"type\":\"orders\",\"id\":\"b\",\"batchMs\":0}");
        second.subscribe("{\"type\":\"orders\",\"id\":\"c\",\"batchMs\":0}");
        first.take();
        second.take();
        first.rests.clear();
        second.rests.clear();
        Made made = feed(maker.next());
        hub.endOfBatch();

        assertThat(gauge("subscriptions.shared")).isEqualTo(1);
        assertThat(first.rests).hasSize(2).allSatisfy(rest -> assertThat(rest).isSameAs(second.rests.get(0)));
        assertThat(first.take())
                .allSatisfy(frame ->
                        assertThat(JsonView.at(frame, "data", "orders")).isEqualTo("[" + made.json() + "]"))
                .extracting(frame -> JsonView.text(frame, "data", "id"))
                .containsExactly("a", "b");
        first.say("unsubscribe", "{\"type\":\"orders\",\"id\":\"a\"}");
        first.take();
        feed(maker.next());
        hub.endOfBatch();
        assertThat(first.take()).singleElement().asString().contains("\"id\":\"b\"");
    }

    @Test
    void shouldBoundFramesAndNameInTheCursorOnlyWhatTheyHold() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"batchMs\":1000,\"maxFrameBytes\":1000000}");
        feed(maker.next());
        hub.endOfBatch();
        client.take();
        Made first = feed(maker.next());
        Made longer = feed(padded(2_500));
        Made longest = feed(padded(9_000));
        pass(1_000);
        List<String> frames = client.take();

        assertThat(frames).hasSize(3);
        assertThat(orders(frames)).containsExactly(first.json(), longer.json(), longest.json());
        assertThat(frames.subList(0, 2))
                .allSatisfy(frame -> assertThat(frame.length()).isLessThanOrEqualTo(4_096));
        assertThat(frames)
                .extracting(frame -> JsonView.text(frame, "data", "cursor"))
                .containsExactly("before-3", "cursor-3", "cursor-4");
        assertThat(JsonView.at(frames.get(0), "data", "fileTime")).isEqualTo("2");
    }

    @Test
    void shouldSplitManyGapsOverFrames() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"a\"}");
        client.take();
        for (int i = 0; i < 50; i++) {
            hub.gap(0, "{\"id\":\"" + "g".repeat(400) + i + "\"}");
        }
        pass(20);
        List<String> frames = client.take();

        assertThat(frames).hasSizeGreaterThan(5).allSatisfy(frame -> assertThat(frame.length())
                .isLessThanOrEqualTo(4_096));
        assertThat(frames.stream().flatMap(frame -> JsonView.elements(JsonView.at(frame, "data", "gaps")).stream()))
                .hasSize(50)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldBoundUpdates() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\",\"maxFrameBytes\":4096}");
        feed(maker.make(USER, "BTC", "open", "B"));
        hub.endOfBatch();
        client.take();
        for (int i = 0; i < 40; i++) {
            feed(maker.make(USER, "BTC", "open", "B"));
        }
        pass(20);
        List<String> frames = client.take();

        assertThat(frames).hasSizeGreaterThan(2).allSatisfy(frame -> assertThat(frame.length())
                .isLessThanOrEqualTo(4_096));
        assertThat(frames.stream().flatMap(frame -> JsonView.elements(JsonView.at(frame, "data")).stream()))
                .hasSize(40);
        assertThat(client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}")
                        .get(0))
                .contains("Already subscribed");
        client.say("unsubscribe", "{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
        assertThat(gauge("subscriptions.shared")).isZero();
    }

    @Test
    void shouldRefuseASubscriptionWhoseAcknowledgementWouldBeTooLong() {
        Connection client = new Connection();
        String padding = " ".repeat(63_000 - "{\"type\":\"pipeline\"}".length());
        assertThat(client.subscribe("{\"type\":\"pipeline\"" + padding + "}").get(0))
                .contains("subscriptionResponse")
                .hasSizeLessThan(65_536);
        assertThat(client.say("unsubscribe", "{\"type\":\"pipeline\"" + padding + " }")
                        .get(0))
                .startsWith("{\"channel\":\"error\",\"data\":\"Invalid subscription: ")
                .contains("63000 bytes")
                .hasSizeLessThanOrEqualTo(65_536);
        assertThat(client.subscribe("{\"type\":\"gaps\"" + padding + "      }"))
                .singleElement()
                .asString()
                .contains("Invalid subscription");
        String users = ("\"" + USER + "\",").repeat(60);
        assertThat(client.subscribe("{\"type\":\"orders\",\"maxFrameBytes\":4096,\"users\":["
                        + users.substring(0, users.length() - 1) + "]}"))
                .singleElement()
                .asString()
                .contains("at most 1560 bytes")
                .hasSizeLessThanOrEqualTo(4_096);
    }

    private Made padded(int bytes) {
        String event = maker.event(USER, "BTC", "open", "B", "1", "2", "2026-05-05T17:39:13");
        return maker.make(USER, event.substring(0, event.length() - 1) + ",\"padding\":\"" + "p".repeat(bytes) + "\"}");
    }
}
