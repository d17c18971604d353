package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ProcessExit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewaySetupTest {
    private static final long HEAP = 384L << 20;

    @Test
    void shouldFitInASmallHeap() {
        GatewaySetup setup = setup(SessionOptions.QUEUES_BYTES, 64 << 20);

        assertThatCode(() -> setup.checkMemory(HEAP)).doesNotThrowAnyException();
    }

    @Test
    void shouldNameWhatDoesNotFitInTheHeap() {
        GatewaySetup setup = setup(SessionOptions.QUEUES_BYTES, 200 << 20);

        assertThatThrownBy(() -> setup.checkMemory(HEAP))
                .isInstanceOf(ProcessExit.class)
                .hasMessageContaining("gateway.recent.bytes, gateway.queues.bytes, gateway.subscription.bytes,"
                        + " gateway.answers.bytes, gateway.replay.bytes")
                .hasMessageContaining("are " + (376L << 20) + " bytes")
                .hasMessageContaining("(" + HEAP + " bytes)");
    }

    private static GatewaySetup setup(Option<Integer> option, int value) {
        List<Option<?>> known = new ArrayList<>(PipelineOptions.ALL);
        known.addAll(GatewayOptions.ALL);
        return new GatewaySetup(new Settings.Loader(known)
                .flag(option.name(), String.valueOf(value))
                .load());
    }
}
