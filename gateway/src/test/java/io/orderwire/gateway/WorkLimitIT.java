package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.runtime.config.Option;
import io.orderwire.testing.broker.BrokerExtension;
import io.orderwire.testing.seed.Seeds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that costs too much loses its costly subscriptions, and a client beside it loses nothing. */
class WorkLimitIT {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    @Test
    void shouldEndWhatCostsTooMuchAndLetAllElseLive() {
        Map<Option<?>, Integer> limits = Map.of(WorkOptions.CLIENT_MS, 20, WorkOptions.ADDRESS_MS, 10_000);
        try (TestGateway gateway = TestGateway.start(BROKER.broker(), limits);
                OrderWriter writer = new OrderWriter(BROKER.broker(), Seeds.of(WorkLimitIT.class), 4);
                WsClient witness = gateway.connect();
                WsClient greedy = gateway.connect()) {
            witness.subscribe("{\"type\":\"orders\",\"id\":\"w\"}");
            greedy.subscribe("{\"type\":\"orders\",\"id\":\"cheap\",\"users\":[\"" + OrderMaker.user(99) + "\"]}");
            for (int i = 0; i < 100; i++) {
                greedy.subscribe("{\"type\":\"orders\",\"id\":\"" + i + "\",\"batchMs\":0}");
            }
            List<String> written = writer.write(2_000).stream().map(Made::json).toList();
            String error = greedy.await(0, message -> message.contains("Subscription ended"));

            assertThat(JsonView.text(error, "data"))
                    .matches("Subscription ended: \\{\"type\":\"orders\",\"id\":\"\\d+\"}");
            assertThat(JsonView.text(error, "detail")).contains("gateway.client.work.ms, 20 ms a second");
            assertThat(witness.awaitOrders("w", written.size())).containsExactlyInAnyOrderElementsOf(written);
            Made last = writer.write(writer.maker().make(OrderMaker.user(99), "BTC", "open", "B"));
            writer.flush();
            assertThat(greedy.awaitOrders("cheap", 1)).containsExactly(last.json());
            assertThat(greedy.isClosed()).isFalse();
            assertThat(gateway.metric("subscriptions.ended")).isPositive();
            assertThat(gateway.fatal()).isEmpty();
        }
    }
}
