package io.orderwire.runtime.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class AgeWindowTest {
    private static final long NOW = 1_800_000_000_000L;

    private final AgeWindow ages = new AgeWindow();

    private void record(int times, long ageMs) {
        for (int i = 0; i < times; i++) {
            ages.record(ageMs);
        }
    }

    @Test
    void shouldBeZeroWhenNothingWasRecorded() {
        assertThat(ages.p99Ms(NOW)).isZero();
    }

    @Test
    void shouldLeaveOutTheOldestInAHundred() {
        record(990, 20);
        record(10, 400);
        assertThat(ages.p99Ms(NOW)).isEqualTo(20);
        record(1, 400);
        assertThat(ages.p99Ms(NOW)).isEqualTo(400);
    }

    @Test
    void shouldAddPercentilesToTheFiguresOnlyIfThereAreAges() {
        Map<String, Long> figures = new HashMap<>();
        ages.p99Ms(NOW);
        ages.addTo(figures);
        assertThat(figures).isEmpty();
        record(980, 20);
        record(20, 400);
        ages.p99Ms(NOW);
        ages.addTo(figures);
        assertThat(figures).containsOnly(Map.entry(StatsNames.AGE_P50_MS, 20L), Map.entry(StatsNames.AGE_P99_MS, 400L));
    }

    @Test
    void shouldAddUpFiveSecondsAndForgetWhatIsBefore() {
        record(10, 250);
        assertThat(ages.p99Ms(NOW)).isEqualTo(250);
        for (int second = 1; second < AgeWindow.WINDOW_SECONDS; second++) {
            record(200, 30);
            assertThat(ages.p99Ms(NOW + second * 1_000L)).isEqualTo(250);
        }
        record(200, 30);
        assertThat(ages.p99Ms(NOW + AgeWindow.WINDOW_SECONDS * 1_000L)).isEqualTo(30);
    }

    @Test
    void shouldForgetAllAfterASilence() {
        record(1_000, 250);
        assertThat(ages.p99Ms(NOW)).isEqualTo(250);
        assertThat(ages.p99Ms(NOW + 60_000)).isZero();
    }

    @Test
    void shouldCountNothingTwiceHoweverOftenItIsAsked() {
        record(1, 250);
        record(99, 20);
        for (int i = 0; i < 1_000; i++) {
            assertThat(ages.p99Ms(NOW + i)).isEqualTo(20);
        }
    }

    @Test
    void shouldForgetWhatWasBeforeTheClockWasSetBack() {
        record(100, 250);
        assertThat(ages.p99Ms(NOW)).isEqualTo(250);
        assertThat(ages.p99Ms(NOW - 3_600_000)).isZero();
    }

    @Test
    void shouldTakeAnyAge() {
        ages.record(Long.MIN_VALUE);
        assertThat(ages.p99Ms(NOW)).isZero();
        ages.record(Long.MAX_VALUE);
        assertThat(ages.p99Ms(NOW)).isCloseTo(AgeWindow.HIGHEST_MS, Percentage.withPercentage(1));
    }

    @Test
    void shouldNeverShowMoreThanTheHighestAgeRecorded() {
        for (long ageMs = 1; ageMs < AgeWindow.HIGHEST_MS; ageMs += 1 + ageMs / 7) {
            AgeWindow fresh = new AgeWindow();
            fresh.record(ageMs);
            assertThat(fresh.p99Ms(NOW)).isBetween(ageMs - ageMs / 100, ageMs);
        }
    }

    @Test
    void shouldLoseNothingThatSeveralThreadsRecordWhileItIsAsked() throws Exception {
        int threads = 4;
        int each = 100_000;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                tasks.add(() -> {
                    // Slightly more than one in a hundred, so that the test fails if one of them is lost, or if all the
                    // others are.
                    record(each / 100 + 1, 300);
                    record(each - each / 100 - 1, 40);
                    return null;
                });
            }
            List<Future<Void>> under = tasks.stream().map(executor::submit).toList();
            while (under.stream().anyMatch(task -> !task.isDone())) {
                ages.p99Ms(NOW);
            }
            for (Future<Void> task : under) {
                task.get(1, TimeUnit.MINUTES);
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(ages.p99Ms(NOW)).isEqualTo(300);
    }
}
