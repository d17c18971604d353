package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.testing.broker.BrokerExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StartingGatewayIT {
    private static final String ALONE = ",\"reasons\":[\"no ingestor\",\"no parser\"]";

    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    /** The first process of a pipeline that starts does not know yet whether the others are missing. */
    @Test
    void shouldBeWarmingAloneAndDegradedOnlyAfterTheBound() {
        Map<Option<?>, Object> options =
                Map.of(PipelineOptions.INSTANCE_ID, "first", PipelineOptions.WARM_UP_MAX_MS, 20_000);
        try (TestGateway gateway = TestGateway.start(BROKER.broker(), options)) {
            assertThat(gateway.get("/stats").body()).contains("\"state\":\"warming\",\"degraded\":false" + ALONE);
            await().untilAsserted(() -> assertThat(gateway.get("/stats").body())
                    .contains("\"state\":\"degraded\",\"degraded\":true" + ALONE));
        }
    }
}
