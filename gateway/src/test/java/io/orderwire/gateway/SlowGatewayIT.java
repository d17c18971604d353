package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.testing.broker.BrokerExtension;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SlowGatewayIT {
    private static final String SLOW = "gateway: the gateway is slow: p99 of the age of its orders is ";
    private static final long OLD_MS = 400;

    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    @Test
    void shouldTellThatItIsSlowWhileItIsAndStayReady() {
        try (TestGateway gateway = TestGateway.start(
                        BROKER.broker(),
                        Map.of(PipelineOptions.INSTANCE_ID, "slow", PipelineOptions.WARM_UP_MAX_MS, 0));
                OrderWriter writer = new OrderWriter(BROKER.broker(), 1, 4)) {
            await().untilAsserted(() -> {
                writer.write(writer.maker().next(), OLD_MS);
                writer.flush();
                assertThat(gateway.get("/stats").body()).contains("\"degraded\":true", SLOW);
            });
            assertThat(gateway.health().notReady()).isEmpty();
            // Nothing arrives any more: the window empties, and after ten more seconds shedding has ended.
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () -> assertThat(gateway.get("/stats").body()).doesNotContain("slow"));
        }
    }
}
