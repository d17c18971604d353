package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.orders.Gap;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.testing.broker.BrokerExtension;
import io.orderwire.testing.guarantees.ReceivedOrder;
import io.orderwire.testing.guarantees.SequenceExplained;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Orders that are old when they come, with newer ones behind them. */
class GivenUpIT {
    private static final String USER = OrderMaker.user(1);
    private static final int MOST_ROUNDS = 50;

    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.embedded();

    private OrderWriter writer;

    @BeforeEach
    void makeWriter() {
        writer = new OrderWriter(BROKER.bootstrapServers(), 1, 4);
    }

    @AfterEach
    void closeWriter() {
        writer.close();
    }

    @Test
    void shouldTellExactlyWhichItGaveUpForNewerOnes() {
        try (TestGateway gateway =
                        TestGateway.start(BROKER.bootstrapServers(), Map.of(PipelineOptions.OVERLOAD, "latest"));
                WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"x\"}");
            long skipped = 0;
            // Whether newer ones are there yet when the old ones are polled is a matter of chance.
            for (int round = 0; round < MOST_ROUNDS && skipped == 0; round++) {
                write(2_000, 5_000);
                Made last = write(10, 0);
                awaitOrder(client, last);
                skipped = skipped(gateway);
            }

            SequenceExplained explained = new SequenceExplained();
            long told = 0;
            for (String frame : client.channel("orders")) {
                assertThat(JsonView.at(frame, "data", "dropped")).isEqualTo("0");
                for (String json : JsonView.elements(JsonView.at(frame, "data", "gaps"))) {
                    Gap gap = Gap.parse(json);
                    assertThat(gap.where()).isEqualTo("gateway");
                    assertThat(gap.reason()).isEqualTo("age");
                    told += gap.events();
                    explained.gap(gap);
                }
                JsonView.elements(JsonView.at(frame, "data", "orders"))
                        .forEach(
                                json -> explained.received(ReceivedOrder.parse(json.getBytes(StandardCharsets.UTF_8))));
            }
            explained.check();
            assertThat(skipped).isPositive().isEqualTo(told);
        }
    }

    @Test
    void shouldGiveUpNothingWhenItIsToBeComplete() {
        try (TestGateway gateway =
                        TestGateway.start(BROKER.bootstrapServers(), Map.of(PipelineOptions.OVERLOAD, "complete"));
                WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"x\"}");
            write(2_000, 5_000);
            awaitOrder(client, write(10, 0));
            assertThat(client.orders("x")).hasSize(2_010);
        }
    }

    private Made write(int count, long ageMs) {
        Made made = null;
        for (int i = 0; i < count; i++) {
            made = writer.write(writer.maker().make(USER, "BTC", "open", "B"), ageMs);
        }
        writer.flush();
        return made;
    }

    private static void awaitOrder(WsClient client, Made made) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.channel("orders").stream().anyMatch(frame -> frame.contains(made.json())));
    }

    private static long skipped(TestGateway gateway) {
        return Long.parseLong(JsonView.at(gateway.get("/stats").body(), "gateway", "skipped"));
    }
}
