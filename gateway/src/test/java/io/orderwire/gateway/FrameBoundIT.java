package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.OrderMaker.Made;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages are not longer than the default buffers of clients, or than the size that a client sets. */
class FrameBoundIT extends ReplayCase {
    private static final int ORDERS = 3_000;

    @Test
    void shouldReplayInMessagesOfAtMost64KiB() {
        List<Made> written = writer.write(ORDERS);
        try (WsClient client = gateway.connect()) {
            client.subscribe(from("a", "\"earliest\""));
            List<String> received = client.awaitOrders("a", ORDERS);

            assertThat(received).containsAll(jsons(written)).doesNotHaveDuplicates();
            assertThat(client.channel("orders"))
                    .allSatisfy(frame -> assertThat(bytes(frame)).isLessThanOrEqualTo(65_536))
                    .anySatisfy(frame -> assertThat(bytes(frame)).isGreaterThan(60_000));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4_096, 8_192, 32_768})
    void shouldSendNoMessageThatIsLongerThanTheClientTakes(int most) {
        String bound = ",\"maxFrameBytes\":" + most + "}";
        writer.write(ORDERS);
        try (WsClient client = gateway.connect()) {
            String request = from("past", "\"earliest\"").replace("}", bound);
            String answer = client.subscribe(request);
            assertThat(JsonView.at(answer, "data", "subscription")).isEqualTo(request);
            client.subscribe("{\"type\":\"orders\",\"id\":\"live\",\"batchMs\":1000" + bound);
            client.awaitOrders("past", all().size());
            awaitLive();
            List<String> written = jsons(writer.write(1_000));

            assertThat(client.awaitOrders("live", 1_000)).containsExactlyInAnyOrderElementsOf(written);
            assertThat(client.channel("orders"))
                    .allSatisfy(frame -> assertThat(bytes(frame)).isLessThanOrEqualTo(most));
        }
    }

    /** Resumes after some frames: a cursor must not cover orders that are not in its frame or an earlier one. */
    @Test
    void shouldResumeBehindAnyFrameWithoutAGap() {
        try (WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"x\",\"batchMs\":1000,\"maxFrameBytes\":4096}");
            List<Made> written = writer.write(60);
            List<String> received = client.awaitOrders("x", written.size());
            List<String> frames = client.channel("orders");
            int taken = 0;
            for (int i = 0; i < Math.min(6, frames.size()); i++) {
                taken += JsonView.elements(JsonView.at(frames.get(i), "data", "orders"))
                        .size();
                String cursor = JsonView.text(frames.get(i), "data", "cursor");
                client.subscribe(from("from" + i, after(cursor)));
                assertThat(client.awaitOrders("from" + i, received.size() - taken))
                        .containsExactlyInAnyOrderElementsOf(received.subList(taken, received.size()));
            }
        }
    }

    private static int bytes(String message) {
        return message.getBytes(StandardCharsets.UTF_8).length;
    }
}
