package io.orderwire.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ParserModelTest {
    @Test
    void shouldSeparateTheFixedPartFromThatOfLines() {
        ParserModel model = ParserModel.through(
                new ParserModel.Load(10_000, 4 * 0.01 + 0.03), new ParserModel.Load(60_000, 4 * 0.01 + 0.18), 4);

        assertThat(model.fixedCores()).isCloseTo(0.01, within(1e-9));
        assertThat(model.microsPerLine()).isCloseTo(3, within(1e-9));
    }

    @Test
    void shouldPredictTheRateOfParsersWithAPartOfACore() {
        ParserModel model = new ParserModel(0.02, 3);

        assertThat(model.linesPerSecond(1, 0.2)).isCloseTo(60_000, within(1e-6));
        assertThat(model.linesPerSecond(4, 0.2)).isCloseTo(240_000, within(1e-6));
        assertThat(model.linesPerSecond(4, 0.01)).isZero();
    }

    @Test
    void shouldTakeANegativeFixedPartAsNone() {
        ParserModel model =
                ParserModel.through(new ParserModel.Load(10_000, 0.02), new ParserModel.Load(60_000, 0.18), 4);

        assertThat(model.fixedCores()).isZero();
        assertThat(model.microsPerLine()).isCloseTo(3, within(1e-9));
    }

    @Test
    void shouldRefuseRatesThatDoNotAscend() {
        ParserModel.Load load = new ParserModel.Load(10_000, 0.1);

        assertThatThrownBy(() -> ParserModel.through(load, load, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
