package io.orderwire.parser.shed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A thread that lags keeps reading if it can catch up in time, and sheds by age if it cannot. */
class CatchingUpTest {
    private static final long CATCH_UP_MAX_MS = 2_000;

    @ParameterizedTest
    @CsvSource({"1000, 20000, 100", "1000, 20000, 5000", "1000, 100000, 30000", "20000, 200000, 5000"})
    void shouldShedNothingAfterAPauseThatItCanCatchUp(int linesPerSecond, double eventsPerSecond, long pauseMs) {
        SimulatedThread thread = new SimulatedThread(linesPerSecond, eventsPerSecond, CATCH_UP_MAX_MS, 0);
        thread.run(60_000);
        thread.pause(pauseMs);
        thread.run(CATCH_UP_MAX_MS);
        assertThat(thread.shed()).isZero();
        assertThat(thread.ageMs()).isLessThan(SimulatedThread.MAX_AGE_MS);
        assertThat(thread.shedding().catchUp()).isEqualTo(new CatchUpStats(StageMode.LIVE, 0L));
    }

    @Test
    void shouldMeasureWhatItCanDo() {
        SimulatedThread thread = new SimulatedThread(20_000, 200_000, CATCH_UP_MAX_MS, 0);
        assertThat(thread.shedding().throughput()).as("not known").isZero();
        thread.run(60_000);
        assertThat(thread.shedding().throughput()).isCloseTo(200_000, Percentage.withPercentage(10));
    }

    @Test
    void shouldShedByAgeAloneWhenToldTo() {
        SimulatedThread thread = new SimulatedThread(1_000, 20_000, 0, 0);
        thread.run(10_000);
        thread.pause(5_000);
        thread.run(2_000);
        assertThat(thread.shed()).isCloseTo(4_750, within(100L));
        assertThat(thread.shedding().catchUp().mode()).isEqualTo(StageMode.SHEDDING);
    }

    @Test
    void shouldShedAsBeforeAtThreeTimesItsCapacity() {
        SimulatedThread byAge = new SimulatedThread(60_000, 20_000, 0, 0);
        SimulatedThread byEstimate = new SimulatedThread(60_000, 20_000, CATCH_UP_MAX_MS, 0);
        byAge.run(60_000);
        byEstimate.run(60_000);
        assertThat(byAge.shed()).isGreaterThan(2_000_000);
        assertThat(byEstimate.shed()).isCloseTo(byAge.shed(), Percentage.withPercentage(2));
        assertThat(byEstimate.parsed()).isCloseTo(byAge.parsed(), Percentage.withPercentage(2));
        assertThat(byEstimate.ageMs()).isLessThan(SimulatedThread.MAX_AGE_MS + 100);
        assertThat(byEstimate.shedding().catchUp().mode()).isEqualTo(StageMode.SHEDDING);
    }

    /** Its throughput is not known, and assumed to be 20,000 events per second. */
    @Test
    void shouldStopReadingOnWithinTheBoundIfItWasWrong() {
        SimulatedThread thread = new SimulatedThread(5_000, 4_000, CATCH_UP_MAX_MS, 0);
        thread.run(30_000);
        assertThat(thread.shed()).isPositive();
        assertThat(thread.ageMs()).isLessThan(2 * CATCH_UP_MAX_MS + SimulatedThread.MAX_AGE_MS);
    }

    @ParameterizedTest
    @CsvSource({"1500, true", "15000, false", "0, false"})
    void shouldBeginWithTheThroughputOfThePreviousRun(long throughput, boolean sheds) {
        SimulatedThread thread = new SimulatedThread(1_000, 100_000, CATCH_UP_MAX_MS, throughput);
        thread.pause(5_000);
        thread.run(1_000);
        assertThat(thread.shed() > 0).isEqualTo(sheds);
        assertThat(thread.shedding().throughput()).isGreaterThanOrEqualTo(throughput);
    }

    @Test
    void shouldCatchUpEachThreadByItself() {
        SimulatedThread thread = new SimulatedThread(1_000, 20_000, CATCH_UP_MAX_MS, 12_345);
        assertThat(thread.shedding().throughput()).isEqualTo(12_345);
        thread.pause(5_000);
        thread.run(100);
        assertThat(thread.shedding().catchUp().mode()).isEqualTo(StageMode.CATCHING_UP);
        thread.close();
        assertThat(thread.shedding().catchUp().mode())
                .as("no thread has a partition")
                .isEqualTo(StageMode.LIVE);
    }
}
