package io.orderwire.runtime.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.shed.StageMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlownessTest {
    private static final long MAX_AGE_MS = 500;
    private static final String OVER = "the parser is slow: p99 of the age of its blocks is 312 ms, over 250";

    private final AgeWindow ages = new AgeWindow();
    private final Slowness slowness = new Slowness(StatsNames.PARSER, "blocks", MAX_AGE_MS, 0, ages);
    private long nowMs = 1_800_000_000_000L;

    /** Passes a second in which a hundred blocks had that age. */
    private List<String> second(long ageMs) {
        for (int i = 0; i < 100; i++) {
            ages.record(ageMs);
        }
        return silentSecond();
    }

    private List<String> silentSecond() {
        nowMs += 1_000;
        return Reason.texts(slowness.look(nowMs, StageMode.LIVE));
    }

    private void seconds(int count, long ageMs) {
        for (int i = 0; i < count; i++) {
            second(ageMs);
        }
    }

    @Test
    void shouldBeSlowWhenTheP99PassesHalfTheBound() {
        assertThat(second(MAX_AGE_MS / 2)).isEmpty();
        assertThat(second(312)).containsExactly(OVER);
        assertThat(Reason.texts(slowness.reasons())).containsExactly(OVER);
    }

    @Test
    void shouldNotMindTheOldestInAHundred() {
        for (int i = 0; i < 100; i++) {
            ages.record(5_000);
            for (int young = 0; young < 99; young++) {
                ages.record(MAX_AGE_MS / 2);
            }
            assertThat(silentSecond()).isEmpty();
        }
    }

    @Test
    void shouldJudgeByAllFiveSeconds() {
        seconds(4, 10);
        // Of five hundred ages, four are high, then eight.
        for (int i = 0; i < 4; i++) {
            ages.record(312);
        }
        assertThat(second(10)).isEmpty();
        for (int i = 0; i < 4; i++) {
            ages.record(312);
        }
        assertThat(second(10)).containsExactly(OVER);
    }

    @Test
    void shouldStaySlowBetweenAQuarterAndHalf() {
        second(312);
        seconds(60, MAX_AGE_MS / 4);
        assertThat(Reason.texts(slowness.reasons()))
                .containsExactly("the parser was slow, and recovers: p99 of the age of its blocks was 312 ms,"
                        + " it is 125 ms now; well after 10 s more below 125 ms");
    }

    @Test
    void shouldNotBecomeSlowBetweenAQuarterAndHalf() {
        seconds(60, MAX_AGE_MS / 2);
        assertThat(slowness.reasons()).isEmpty();
    }

    @Test
    void shouldRecoverOnceBelowAQuarterForTenSeconds() {
        second(312);
        // The high age stays in the window for four more seconds.
        seconds(4, MAX_AGE_MS / 4 - 1);
        seconds(9, MAX_AGE_MS / 4 - 1);
        assertThat(slowness.reasons()).isNotEmpty();
        assertThat(second(MAX_AGE_MS / 4 - 1)).isEmpty();
        assertThat(second(312)).containsExactly(OVER);
    }

    @Test
    void shouldCountTheTenSecondsAnewAfterAnOldOne() {
        second(312);
        seconds(4 + 9, 10);
        second(MAX_AGE_MS / 4);
        seconds(4 + 9, 10);
        assertThat(slowness.reasons()).isNotEmpty();
        assertThat(second(10)).isEmpty();
    }

    @Test
    void shouldRecoverWhenIdle() {
        second(312);
        for (int i = 0; i < 4 + 9; i++) {
            assertThat(silentSecond()).isNotEmpty();
        }
        assertThat(silentSecond()).isEmpty();
        assertThat(silentSecond()).isEmpty();
    }

    @Test
    void shouldSayHowLongTheRecoveryTakesAndWhatTheAgeWas() {
        second(400);
        second(312);
        for (int i = 0; i < 4; i++) {
            silentSecond();
        }
        assertThat(silentSecond())
                .containsExactly("the parser was slow, and recovers: p99 of the age of its blocks was 400 ms,"
                        + " it has had no blocks for 5 s; well after 9 s more below 125 ms");
        assertThat(second(10))
                .containsExactly("the parser was slow, and recovers: p99 of the age of its blocks was 400 ms,"
                        + " it is 10 ms now; well after 8 s more below 125 ms");
    }

    @Test
    void shouldRecoverThoughTheClockWasSetBack() {
        second(312);
        nowMs -= 86_400_000;
        seconds(10, 10);
        assertThat(slowness.reasons()).isNotEmpty();
        assertThat(second(10)).isEmpty();
    }
}
