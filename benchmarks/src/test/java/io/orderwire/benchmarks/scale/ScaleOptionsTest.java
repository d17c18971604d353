package io.orderwire.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScaleOptionsTest {
    @Test
    void shouldMeasureAllDimensionsUnlessSomeAreNamed() {
        assertThat(ScaleOptions.of(Map.of()).values()).containsOnlyKeys(Dimension.values());
        assertThat(ScaleOptions.of(Map.of("only", "users,partitions")).values())
                .containsOnlyKeys(Dimension.PARTITIONS, Dimension.USERS);
    }

    @Test
    void shouldTakeGivenValuesInAscendingOrder() {
        ScaleOptions options = ScaleOptions.of(Map.of("only", "clients", "clients", "100,1,100"));

        assertThat(options.values()).isEqualTo(Map.of(Dimension.CLIENTS, List.of(1, 100)));
    }

    @Test
    void shouldEstimateAPipelineForEachValueOfLinesAndOneForAllOfClients() {
        long lines = ScaleOptions.of(Map.of("only", "partitions", "partitions", "1,2"))
                .estimateSeconds();
        long clients =
                ScaleOptions.of(Map.of("only", "clients", "clients", "1,2")).estimateSeconds();

        assertThat(lines).isEqualTo(2 * (15 + 40 + 4) + 2 * (10 + 4));
        assertThat(clients).isEqualTo(15 + 40 + 4 + 2 * (10 + 4));
    }

    @Test
    void shouldNameWhatIsOutOfRange() {
        assertRefused(Map.of("only", "lines"), "only must name some of");
        assertRefused(Map.of("users", "1000001"), "users must be 1 to 1000000, found 1000001");
        assertRefused(Map.of("partitions", "0"), "partitions must be 1 to 1024, found 0");
        assertRefused(Map.of("rate", "many"), "rate must be a whole number, found many");
    }

    private static void assertRefused(Map<String, String> given, String message) {
        assertThatThrownBy(() -> ScaleOptions.of(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldMeasureMostParsersFirst() {
        assertThat(QuotaOptions.of(Map.of()).parsers()).containsExactly(4, 2, 1);
        assertThatThrownBy(() -> QuotaOptions.of(Map.of("share", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("share must be 0.05 to 1 core, found 2");
    }
}
