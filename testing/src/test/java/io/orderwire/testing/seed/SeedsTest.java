package io.orderwire.testing.seed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeedsTest {
    @Test
    void shouldRepeatTheSeedOfATestWithinAProcess() {
        assertThat(Seeds.of(SeedsTest.class, "a")).isEqualTo(Seeds.of(SeedsTest.class, "a"));
    }

    @Test
    void shouldGiveVariantsTheirOwnSeeds() {
        assertThat(Seeds.of(SeedsTest.class, "a")).isNotEqualTo(Seeds.of(SeedsTest.class, "b"));
    }

    @Test
    void shouldDependOnTheBase() {
        assertThat(Seeds.mix(1, "a")).isEqualTo(Seeds.mix(1, "a")).isNotEqualTo(Seeds.mix(2, "a"));
    }
}
