package io.orderwire.runtime.shed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatchUpStatsTest {
    @Test
    void shouldRoundUpToMilliseconds() {
        assertThat(CatchUpStats.of(StageMode.CATCHING_UP, 0.4))
                .isEqualTo(new CatchUpStats(StageMode.CATCHING_UP, 400L));
        assertThat(CatchUpStats.of(StageMode.CATCHING_UP, 1e-9).msLeft()).isEqualTo(1);
        assertThat(CatchUpStats.of(StageMode.LIVE, 0)).isEqualTo(new CatchUpStats(StageMode.LIVE, 0L));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NaN, -1, 1e12, 1e300})
    void shouldHaveNoEstimateThatMeansNothing(double seconds) {
        assertThat(CatchUpStats.of(StageMode.SHEDDING, seconds).msLeft()).isNull();
    }

    @Test
    void shouldTakeTheWorseOfTwoParts() {
        CatchUpStats soon = new CatchUpStats(StageMode.CATCHING_UP, 10L);
        CatchUpStats later = new CatchUpStats(StageMode.LIVE, 20L);
        CatchUpStats never = new CatchUpStats(StageMode.SHEDDING, null);
        assertThat(soon.and(later))
                .isEqualTo(new CatchUpStats(StageMode.CATCHING_UP, 20L))
                .isEqualTo(later.and(soon));
        assertThat(soon.and(never)).isEqualTo(never).isEqualTo(never.and(soon));
    }

    @Test
    void shouldNotCallItSheddingWhereAStageHadNothingToShed() {
        CatchUpStats decided = new CatchUpStats(StageMode.SHEDDING, 20L);
        assertThat(decided.after(true)).isEqualTo(decided);
        assertThat(decided.after(false)).isEqualTo(new CatchUpStats(StageMode.CATCHING_UP, 20L));
        assertThat(new CatchUpStats(StageMode.SHEDDING, null).after(false).mode())
                .isEqualTo(StageMode.CATCHING_UP);
        assertThat(new CatchUpStats(StageMode.SHEDDING, 0L).after(false).mode()).isEqualTo(StageMode.LIVE);
        assertThat(new CatchUpStats(StageMode.LIVE, 0L).after(true).mode())
                .as("until its account is closed")
                .isEqualTo(StageMode.SHEDDING);
        assertThat(new CatchUpStats(StageMode.CATCHING_UP, 1L).after(true).mode())
                .isEqualTo(StageMode.CATCHING_UP);
    }

    @Test
    void shouldSayWhetherAStageWithoutEstimatesSheds() {
        assertThat(CatchUpStats.withoutEstimate(false)).isEqualTo(new CatchUpStats(StageMode.LIVE, null));
        assertThat(CatchUpStats.withoutEstimate(true)).isEqualTo(new CatchUpStats(StageMode.SHEDDING, null));
    }
}
