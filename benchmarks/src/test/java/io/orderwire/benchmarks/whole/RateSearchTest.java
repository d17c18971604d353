package io.orderwire.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateSearchTest {
    @ParameterizedTest
    @ValueSource(doubles = {21_000, 30_000, 89_000, 156_000, 390_000})
    void shouldEncloseTheHighestRateThatIsHeld(double capacity) {
        RateSearch search = new RateSearch(20_000, 400_000, 8);

        RateSearch.Found found = search.run(rate -> rate <= capacity);

        assertThat(found.held()).isLessThanOrEqualTo(capacity);
        assertThat(found.missed()).isGreaterThan(capacity);
        assertThat(capacity / Math.max(20_000, found.held())).isLessThan(1 + 3 * search.resolutionPercent() / 100);
    }

    @Test
    void shouldTryEachRateOnceAndNoMoreThanItsSteps() {
        List<Double> tried = new ArrayList<>();

        new RateSearch(20_000, 400_000, 6).run(rate -> {
            tried.add(rate);
            return rate < 100_000;
        });

        assertThat(tried).hasSize(6).doesNotHaveDuplicates().first().isEqualTo(89_500.0);
    }

    @Test
    void shouldFindNothingIfNoRateIsHeld() {
        RateSearch.Found found = new RateSearch(20_000, 400_000, 3).run(rate -> false);

        assertThat(found.held()).isZero();
        assertThat(found.missed()).isCloseTo(20_000 * Math.pow(20, 0.125), Offset.offset(500.0));
        assertThat(found.resolutionPercent()).isInfinite();
    }

    @Test
    void shouldNotSayThatAHigherRateFailedIfAllWereHeld() {
        RateSearch.Found found = new RateSearch(20_000, 400_000, 3).run(rate -> true);

        assertThat(found.held()).isGreaterThan(250_000);
        assertThat(found.missed()).isInfinite();
    }

    @Test
    void shouldStopWhenRoundedRatesDoNotDiffer() {
        List<Double> tried = new ArrayList<>();

        new RateSearch(1_000, 1_010, 20).run(tried::add);

        assertThat(tried).hasSizeLessThan(4);
    }

    @Test
    void shouldRefuseRangesThatAreEmpty() {
        assertThatThrownBy(() -> new RateSearch(10, 5, 1)).hasMessageContaining("found from=10.0 to=5.0");
        assertThatThrownBy(() -> new RateSearch(0, 5, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RateSearch(1, 5, 21)).isInstanceOf(IllegalArgumentException.class);
    }
}
