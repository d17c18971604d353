package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.gateway.OrderMaker.Made;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of an aborted transaction are written again after the gateway that passed them on has stopped. */
class RerunIT extends ReplayCase {
    private static final int SHOWN = 2_000;

    /** @param before number of events that were written again when the next gateway begins */
    @ParameterizedTest
    @ValueSource(ints = {0, 1_000, SHOWN})
    void shouldNotShowItAgainToOneWhoGoesOnElsewhere(int before) {
        List<Made> shown = new ArrayList<>();
        String cursor = show(shown);
        gateway.close();
        shown.subList(0, before).forEach(writer::write);
        writer.flush();
        gateway = TestGateway.start(BROKER.broker());
        try (WsClient client = gateway.connect()) {
            client.subscribe(from("x", after(cursor)));
            await().atMost(TIMEOUT).until(() -> gateway.metric("replayed") >= before);
            shown.subList(before, SHOWN).forEach(writer::write);
            List<Made> newer = writer.write(500);

            assertThat(client.awaitOrders("x", newer.size())).containsExactlyInAnyOrderElementsOf(jsons(newer));
            awaitLive();
            List<Made> newest = writer.write(500);
            List<Made> both = new ArrayList<>(newer);
            both.addAll(newest);
            assertThat(byPartition(client.awaitOrders("x", both.size()))).isEqualTo(byPartition(jsons(both)));
        }
    }

    @Test
    void shouldNotKeepOneFromTheLiveStreamWhereNothingComesAnyMore() {
        String cursor = show(new ArrayList<>());
        gateway.close();
        gateway = TestGateway.start(BROKER.broker());
        try (WsClient client = gateway.connect()) {
            client.subscribe(from("x", after(cursor)));
            awaitLive();
        }
    }

    /** Lets a client receive orders, and returns its cursor. */
    private String show(List<Made> shown) {
        try (WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"x\",\"batchMs\":1}");
            shown.addAll(writer.write(SHOWN));
            client.awaitOrders("x", SHOWN);
            List<String> frames = client.channel("orders");
            return JsonView.text(frames.get(frames.size() - 1), "data", "cursor");
        }
    }
}
