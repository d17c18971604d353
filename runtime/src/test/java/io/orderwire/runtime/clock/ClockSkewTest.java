package io.orderwire.runtime.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.reason.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test moves the monotonic time, and the wall clocks of both hosts differ from it. */
class ClockSkewTest {
    private static final String OTHERS = " the ingestor's";

    private long nowMs = 1_800_000_000_000L;
    private long ownAheadMs;
    private long otherAheadMs;
    private final Clock wall =
            ((InstantSource) () -> Instant.ofEpochMilli(nowMs + ownAheadMs)).withZone(ZoneOffset.UTC);
    private final SteadyClock clock = new SteadyClock(wall, () -> TimeUnit.MILLISECONDS.toNanos(nowMs));
    private final ClockSkew skew = new ClockSkew(clock, "the ingestor's");

    /**
     * Passes a second with five records whose transit took that long, and 700 ms longer for the first one; returns the reasons
     * after it.
     */
    private List<String> second(long wayMs) {
        for (int i = 0; i < 5; i++) {
            nowMs += 200;
            skew.sample(nowMs + otherAheadMs - wayMs - (i == 0 ? 700 : 0), 0);
        }
        return Reason.texts(skew.look());
    }

    private List<List<String>> seconds(int count, long wayMs) {
        List<List<String>> reported = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reported.add(second(wayMs));
        }
        return reported;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 500, 1_900})
    void shouldNotTakeAWayForASkew(long wayMs) {
        assertThat(seconds(60, wayMs)).allMatch(List::isEmpty);
        assertThat(skew.correctionMs()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "1500, behind, 1",
        "-3000, ahead of, 3",
        "600000, behind, 600",
        "-600000, ahead of, 600",
        "3600000, behind, 3600",
        "-3600000, ahead of, 3600"
    })
    void shouldReportASkewWithItsSize(long aheadMs, String how, long size) {
        otherAheadMs = aheadMs;
        seconds(10, 20);
        assertThat(Reason.texts(skew.reasons())).containsExactly("its clock is " + size + " s " + how + OTHERS);
        assertThat(skew.othersMillis()).isBetween(nowMs + aheadMs - 200, nowMs + aheadMs);
    }

    @Test
    void shouldCorrectFromTheFirstSampleOn() {
        assertThat(skew.isKnown()).isFalse();
        skew.sample(nowMs - 600_000, 0);
        assertThat(skew.isKnown()).isTrue();
        assertThat(skew.correctionMs()).isEqualTo(600_000);
    }

    @Test
    void shouldNotReportOneSlowTransit() {
        seconds(10, 20);
        assertThat(seconds(3, 60_000)).allMatch(List::isEmpty);
        assertThat(seconds(10, 20)).allMatch(List::isEmpty);
    }

    @Test
    void shouldKeepWhatItKnowsInSilence() {
        otherAheadMs = 600_000;
        seconds(10, 20);
        for (int i = 0; i < 600; i++) {
            nowMs += 1_000;
            assertThat(skew.look()).isNotEmpty();
        }
        assertThat(skew.correctionMs()).isBetween(-600_000L, -599_900L);
    }

    @Test
    void shouldReportUntilTheClocksAgreeForAWhile() {
        otherAheadMs = -600_000;
        seconds(10, 20);
        otherAheadMs = 0;
        assertThat(seconds(3, 20))
                .allMatch(reported -> reported.equals(List.of("its clock is 600 s ahead of" + OTHERS)));
        seconds(10, 20);
        assertThat(skew.reasons()).isEmpty();
    }

    @Test
    void shouldNotFlapBetweenTheBounds() {
        otherAheadMs = -2_100;
        seconds(10, 0);
        assertThat(Reason.texts(skew.reasons())).hasSize(1);
        otherAheadMs = -1_500;
        assertThat(seconds(60, 0)).noneMatch(List::isEmpty);
        otherAheadMs = -900;
        seconds(10, 0);
        otherAheadMs = -1_500;
        assertThat(seconds(60, 0)).allMatch(List::isEmpty);
    }

    /** Both processes run on one host, so that both clocks change at once. */
    @ParameterizedTest
    @ValueSource(longs = {600_000, -600_000, 3_600_000, -3_600_000})
    void shouldReportNothingIfBothClocksAreSet(long byMs) {
        for (int i = 0; i < 6; i++) {
            ownAheadMs = i % 2 == 0 ? 0 : byMs;
            otherAheadMs = ownAheadMs;
            assertThat(seconds(15, 20)).allMatch(List::isEmpty);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {600_000, -600_000, 3_600_000, -3_600_000})
    void shouldReportTheOwnClockThatIsSet(long byMs) {
        seconds(5, 20);
        ownAheadMs = byMs;
        seconds(10, 20);
        assertThat(Reason.texts(skew.reasons()))
                .containsExactly(
                        "its clock is " + Math.abs(byMs) / 1_000 + " s " + (byMs < 0 ? "behind" : "ahead of") + OTHERS);
        assertThat(skew.correctionMs()).as("ages are taken by the steady clock").isZero();
        ownAheadMs = 0;
        seconds(10, 20);
        assertThat(skew.reasons()).isEmpty();
    }

    @Test
    void shouldMeasureAgesOfRecordsWhateverTheClocksShow() {
        RecordAges ages = new RecordAges(clock, skew);
        assertThat(ages.ageMs(nowMs - 50, 20)).isEqualTo(50);
        otherAheadMs = -600_000;
        assertThat(ages.ageMs(nowMs + otherAheadMs - 50, 20)).as("set back").isEqualTo(20);
        otherAheadMs = 600_000;
        assertThat(ages.ageMs(nowMs + otherAheadMs - 50, 20)).as("set forward").isEqualTo(20);
        assertThat(ages.ageMs(nowMs - 50, 20)).as("written before").isEqualTo(50);
        assertThat(ages.correctedMs(nowMs + otherAheadMs - 70)).isBetween(0L, 70L);
    }

    @Test
    void shouldNotKnowAgesInTheBeginning() {
        RecordAges ages = new RecordAges(clock, skew);
        assertThat(ages.ageMs(nowMs - 600_000, RecordAges.UNKNOWN)).isEqualTo(RecordAges.UNKNOWN);
        nowMs += RecordAges.GRACE_MS;
        assertThat(ages.ageMs(nowMs - 600_000, RecordAges.UNKNOWN)).isEqualTo(600_000);
        skew.sample(nowMs - 590_000, 0);
        assertThat(ages.ageMs(nowMs - 600_000, RecordAges.UNKNOWN)).isEqualTo(10_000);
    }
}
