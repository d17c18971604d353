package io.orderwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightedChoiceTest {
    private static final long SEED = 7;
    private static final int DRAWS = 1_000_000;

    @Test
    void shouldPickAsOftenAsTheWeightsSay() {
        double[] weights = {50, 30, 0, 15, 5};
        WeightedChoice choice = new WeightedChoice(weights);
        SplittableRandom random = new SplittableRandom(SEED);
        int[] picked = new int[weights.length];

        for (int i = 0; i < DRAWS; i++) {
            picked[choice.pick(random)]++;
        }

        for (int i = 0; i < weights.length; i++) {
            assertThat(100.0 * picked[i] / DRAWS)
                    .as("seed %d, index %d", SEED, i)
                    .isCloseTo(weights[i], within(0.3));
        }
        assertThat(picked[2]).isZero();
    }

    @Test
    void shouldPickTheOnlyOne() {
        assertThat(new WeightedChoice(3).pick(new SplittableRandom(SEED))).isZero();
    }
}
