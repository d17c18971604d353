package io.orderwire.runtime.shed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orderwire.runtime.shed.SimulatedLoad.Pause;
import io.orderwire.runtime.shed.SimulatedStage.Outcome;
import io.orderwire.runtime.shed.SimulatedStage.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.NOPLogger;

/** Runs the rule with simulated loads, and compares it with shedding by age alone. */
class CatchUpTest {
    private static final long BOUND_MS = 2_000;
    private static final long CAUTIOUS = 20_000;
    private static final int BLOCK_STEPS = 8;
    private static final int OVERLOAD_SECONDS = 600;
    private static final double[] RATES = {100, 1_000, 23_500, 60_000, 150_000, 400_000};
    private static final double[] CAPACITIES = {20_000, 60_000, 150_000, 300_000};
    private static final double[] PAUSES = {0.1, 0.5, 1, 3, 5, 15, 60};

    private static CatchUp catchUp(double former) {
        return catchUp(BOUND_MS, true, former);
    }

    private static CatchUp catchUp(long boundMs, boolean sheds, double former) {
        return new CatchUp(
                new ShedLimits("simulated", SimulatedStage.MAX_AGE_MS, boundMs, sheds, CAUTIOUS),
                Math.round(former),
                NOPLogger.NOP_LOGGER);
    }

    /** One constant load with a pause. */
    private record Case(double rate, double capacity, double pause) {
        static List<Case> all() {
            List<Case> all = new ArrayList<>();
            for (double rate : RATES) {
                for (double capacity : CAPACITIES) {
                    for (double pause : PAUSES) {
                        all.add(new Case(rate, capacity, pause));
                    }
                }
            }
            return all;
        }

        SimulatedLoad load() {
            return SimulatedLoad.constant(rate, capacity, pause);
        }

        double expectedMs() {
            return capacity > rate ? 1e3 * rate * pause / (capacity - rate) : Double.POSITIVE_INFINITY;
        }
    }

    /**
     * Lines that are shed at once, which have half of the limit of age. While lines arrive faster than they can be read, both
     * rules lose the same, except that one of them may have shed once more at the end.
     */
    private static double shedAtOnce(double rate) {
        return rate * SimulatedStage.MAX_AGE_MS / 2e3;
    }

    private static void check(SoftAssertions softly, String what, SimulatedLoad load, double rate, double former) {
        Outcome present = SimulatedStage.run(load, Rule.byAgeAlone());
        Outcome outcome = SimulatedStage.run(load, Rule.of(catchUp(former)));
        softly.assertThat(outcome.lost())
                .as("lost, %s", what)
                .isLessThanOrEqualTo(present.lost() + shedAtOnce(rate) + 1);
        softly.assertThat(outcome.longestLateMs())
                .as("late, %s", what)
                .isLessThanOrEqualTo(2 * BOUND_MS + SimulatedStage.STEP_MS);
    }

    @Test
    void shouldLoseNothingThatCanBeCaughtUpInTime() {
        SoftAssertions softly = new SoftAssertions();
        int lossless = 0;
        for (Case load : Case.all()) {
            Outcome present = SimulatedStage.run(load.load(), Rule.byAgeAlone());
            Outcome outcome = SimulatedStage.run(load.load(), Rule.of(catchUp(load.capacity)));
            if (load.expectedMs() < 0.98 * BOUND_MS) {
                lossless++;
                softly.assertThat(outcome.lost()).as("lost, %s", load).isZero();
                softly.assertThat(outcome.longestLateMs()).as("late, %s", load).isLessThan(BOUND_MS);
            } else if (load.capacity > load.rate) {
                softly.assertThat(outcome.lost()).as("lost, %s", load).isLessThanOrEqualTo(present.lost() + 1);
            }
            check(softly, load.toString(), load.load(), load.rate, load.capacity);
        }
        softly.assertAll();
        assertThat(lossless).isGreaterThan(60);
    }

    @ParameterizedTest
    @CsvSource({"5, 170_000, 80_000", "5, 300_000, 100_000", "8, 300_000, 120_000", "8, 300_000, 150_000"})
    void shouldReadOnWhenTheStageBeforeItCatchesUp(double pause, String burst, String capacity) {
        double rate = 23_500;
        double fast = Double.parseDouble(burst.replace("_", ""));
        double able = Double.parseDouble(capacity.replace("_", ""));
        double until = 20 + pause + rate * pause / (fast - rate);
        SimulatedLoad load = new SimulatedLoad(
                second -> second < 20 || second >= until ? rate : second < 20 + pause ? 0 : fast,
                second -> able,
                List.of(),
                until + 10);

        Outcome outcome = SimulatedStage.run(load, Rule.of(catchUp(able)));
        assertThat(outcome.lost()).isZero();
        assertThat(outcome.longestLateMs()).isLessThan(2 * BOUND_MS);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.3, 3, 10})
    void shouldNeverDoWorseWhenItKnowsNothingOrWhatIsWrong(double part) {
        SoftAssertions softly = new SoftAssertions();
        for (Case load : Case.all()) {
            check(softly, load.toString(), load.load(), load.rate, part * load.capacity);
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.7, 0.3, 0.05, 0})
    void shouldShedInTimeWhenCapacityDropsWhileItCatchesUp(double part) {
        SoftAssertions softly = new SoftAssertions();
        for (Case load : Case.all()) {
            for (double after : new double[] {0.1, 0.5, 1.5}) {
                SimulatedLoad dropping = load.load().with(part * load.capacity, 3 + load.pause + after);
                check(softly, load + " for " + after + " s", dropping, load.rate, load.capacity);
            }
        }
        softly.assertAll();
    }

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    /** Lines arrive in blocks, the capacity varies, and garbage collections and longer stops interrupt the stage. */
    private static SimulatedLoad stuttering(int seed, double rate, double capacity) {
        SplittableRandom random = new SplittableRandom(seed);
        double seconds = 120;
        int steps = (int) (seconds * 1_000 / SimulatedStage.STEP_MS);
        double[] rates = new double[steps];
        double[] capacities = new double[steps];
        for (int i = 0; i < steps; i++) {
            rates[i] = i % BLOCK_STEPS == 0 ? rate * BLOCK_STEPS * (0.5 + random.nextDouble()) : 0;
            capacities[i] = capacity * (0.6 + 0.8 * random.nextDouble());
        }
        List<Pause> pauses = new ArrayList<>();
        double at = 2;
        while (at < seconds - 20) {
            double length = random.nextInt(8) == 0 ? 0.5 + 5 * random.nextDouble() : 0.02 + 0.3 * random.nextDouble();
            pauses.add(new Pause(at, at + length));
            at += length + 0.5 + 8 * random.nextDouble();
        }
        return new SimulatedLoad(at(rates), at(capacities), pauses, seconds);
    }

    private static DoubleUnaryOperator at(double[] values) {
        return second -> values[(int) Math.round(second * 1_000 / SimulatedStage.STEP_MS)];
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldKeepItsBoundsOnAStutteringMachine(int seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        double capacity = CAPACITIES[random.nextInt(CAPACITIES.length)];
        double rate = capacity * (0.05 + 1.5 * random.nextDouble());
        SoftAssertions softly = new SoftAssertions();
        check(softly, "rate " + rate + " of " + capacity, stuttering(seed, rate, capacity), 2 * rate, 0);
        softly.assertAll();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldLoseNothingOnAStutteringMachineThatIsFastEnough(int seed) {
        Outcome outcome = SimulatedStage.run(stuttering(seed, 5_000, 50_000), Rule.of(catchUp(0)));
        assertThat(outcome.lost()).isZero();
        assertThat(outcome.longestLateMs()).isLessThan(BOUND_MS);
    }

    /** An estimate that is always wrong must not keep the stage late: the rule then sheds by age alone. */
    @ParameterizedTest
    @ValueSource(doubles = {1.01, 1.05, 1.2, 2, 3})
    void shouldRarelyBeLateUnderLastingOverload(double part) {
        double capacity = 100_000;
        SimulatedLoad load =
                new SimulatedLoad(second -> part * capacity, second -> capacity, List.of(), OVERLOAD_SECONDS);
        Outcome present = SimulatedStage.run(load, Rule.byAgeAlone());
        Outcome outcome = SimulatedStage.run(load, Rule.of(catchUp(5 * capacity)));
        assertThat(outcome.lost()).isLessThanOrEqualTo(present.lost() + shedAtOnce(part * capacity));
        assertThat(outcome.lateMs() - present.lateMs()).isLessThan(3 * BOUND_MS);
    }

    /** Slow and fast seconds alternate, so that recent measurements are wrong repeatedly. */
    @Test
    void shouldTrustEstimatesTheLessTheMoreOftenTheyAreWrong() {
        double capacity = 100_000;
        SimulatedLoad load = new SimulatedLoad(
                second -> capacity,
                second -> (int) (second / 3) % 2 == 0 ? 0.4 * capacity : 1.5 * capacity,
                List.of(),
                OVERLOAD_SECONDS);
        Outcome present = SimulatedStage.run(load, Rule.byAgeAlone());
        Outcome outcome = SimulatedStage.run(load, Rule.of(catchUp(2 * capacity)));
        // Each slow time ends while the stage sheds.
        assertThat(outcome.lost()).isLessThan(1.01 * present.lost());
        assertThat(outcome.longestLateMs()).isLessThanOrEqualTo(2 * BOUND_MS + SimulatedStage.STEP_MS);
        assertThat(outcome.lateMs()).isLessThan(OVERLOAD_SECONDS * 1_000 / 10);
    }

    @Test
    void shouldReadOnAfterARestartByWhatThePreviousRunReached() {
        CatchUp restarted = catchUp(100_000);
        restarted.arrived(117_500, 0);
        assertThat(restarted.decide(117_500, 5_000, 0)).isEqualTo(CatchUp.Decision.READ_ON);
        assertThat(restarted.mode()).isEqualTo(StageMode.CATCHING_UP);
        assertThat(restarted.secondsLeft()).isCloseTo(117_500 / (100_000 - 23_500.0), within(0.01));
    }

    @Test
    void shouldShedAfterARestartWhatItCannotCatchUp() {
        CatchUp restarted = catchUp(0);
        restarted.arrived(117_500, 0);
        assertThat(restarted.decide(117_500, 5_000, 0)).isEqualTo(CatchUp.Decision.SHED);
        assertThat(restarted.mode()).isEqualTo(StageMode.SHEDDING);
        assertThat(restarted.secondsLeft()).isInfinite();
        assertThat(restarted.decide(0, 0, CatchUp.SHEDDING_NANOS)).isEqualTo(CatchUp.Decision.READ_ON);
        assertThat(restarted.mode()).isEqualTo(StageMode.LIVE);
    }

    @Test
    void shouldShedByAgeAloneWithoutABound() {
        CatchUp strict = catchUp(0, true, 0);
        assertThat(strict.decide(1, 500, 0)).isEqualTo(CatchUp.Decision.READ_ON);
        assertThat(strict.decide(1, 501, 1)).isEqualTo(CatchUp.Decision.SHED);
    }

    @Test
    void shouldNeverShedWhenEverythingIsToBeRead() {
        SimulatedLoad load = SimulatedLoad.constant(200_000, 100_000, 10);
        CatchUp complete = catchUp(BOUND_MS, false, 0);
        assertThat(SimulatedStage.run(load, Rule.of(complete)).lost()).isZero();
        assertThat(complete.mode()).isEqualTo(StageMode.CATCHING_UP);
        assertThat(complete.secondsLeft()).isInfinite();
    }

    /** Under lasting overload every measurement counts, not only those of lucky moments. */
    @Test
    void shouldNotBeMisledByLuckyMomentsUnderOverload() {
        double capacity = 100_000;
        SplittableRandom random = new SplittableRandom(1);
        double[] capacities = new double[OVERLOAD_SECONDS * 1_000 / SimulatedStage.STEP_MS];
        for (int i = 0; i < capacities.length; i++) {
            boolean lucky = i % 30 == 0 ? random.nextInt(4) == 0 : capacities[i - 1] > capacity;
            capacities[i] = lucky ? 3 * capacity : 0.4 * capacity;
        }
        SimulatedLoad load = new SimulatedLoad(second -> 1.3 * capacity, at(capacities), List.of(), OVERLOAD_SECONDS);
        Outcome present = SimulatedStage.run(load, Rule.byAgeAlone());
        Outcome outcome = SimulatedStage.run(load, Rule.of(catchUp(0)));
        assertThat(outcome.lateMs() - present.lateMs()).isLessThan(OVERLOAD_SECONDS * 1_000 / 100);
    }

    /** Batches are small if few lines arrive, and a slow small batch does not show what the stage can do. */
    @Test
    void shouldNotForgetWhatItCanDoWhileLittleArrives() {
        CatchUp idle = catchUp(100_000);
        for (int i = 0; i < 10_000; i++) {
            idle.done(100, 20_000_000);
        }
        assertThat(idle.throughput()).isEqualTo(100_000);
        for (int i = 0; i < 10_000; i++) {
            idle.done(4_000, 20_000_000);
        }
        assertThat(idle.throughput()).isEqualTo(200_000);
    }
}
