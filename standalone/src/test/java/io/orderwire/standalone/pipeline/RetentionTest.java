package io.orderwire.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
    private static final long GIB = 1L << 30;

    private static Settings standalone(Map<String, String> flags) {
        return Retention.STANDALONE.asDefault(Configuration.load(null, Map.of(), flags));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 16, 100})
    void shouldKeepTwelveGibInAllWhateverThePartitions(int partitions) {
        Settings settings = standalone(Map.of("partitions", String.valueOf(partitions)));

        assertThat(Retention.mostBytes(settings)).isBetween(11 * GIB, 12 * GIB);
    }

    @Test
    void shouldYieldToWhatTheUserSays() {
        Settings settings = standalone(Map.of("retention.orders.bytes", String.valueOf(64L << 20)));

        assertThat(settings.get(PipelineOptions.ORDERS_RETENTION_BYTES)).isEqualTo(64L << 20);
        assertThat(settings.get(PipelineOptions.RAW_RETENTION_BYTES)).isEqualTo(448L << 20);
    }

    @Test
    void shouldKeepLittleForADemo() {
        Settings settings = Retention.DEMO.asDefault(Configuration.load(null, Map.of(), Map.of()));

        assertThat(Retention.mostBytes(settings)).isLessThan(3 * GIB);
    }
}
