package io.orderwire.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NewerRecordsTest {
    private static final long NOW = 1_000_000;
    private static final long MAX_AGE_MS = 500;

    private int asked;

    /** Where an old record is given up for, as an age, when the newest one has that age. */
    private OptionalLong age(long oldAgeMs, long newestAgeMs) {
        asked = 0;
        OptionalLong[] found = {OptionalLong.empty()};
        NewerRecords.search(NOW - oldAgeMs, NOW, MAX_AGE_MS, MAX_AGE_MS / 2, time -> {
            asked++;
            boolean there = NOW - newestAgeMs >= time;
            found[0] = there ? OptionalLong.of(NOW - time) : found[0];
            return there;
        });
        return found[0];
    }

    @Test
    void shouldGoOnAtHalfTheBoundWhereRecordsAreAsYoung() {
        assertThat(age(501, 250)).hasValue(250);
        assertThat(asked).isEqualTo(1);
        assertThat(age(3_600_000, 0)).hasValue(250);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void shouldNotGiveUpForWhatIsHardlyNewer() {
        assertThat(age(501, 252)).isEmpty();
        assertThat(asked).isEqualTo(2);
        assertThat(age(700, 480)).isEmpty();
        assertThat(age(10_000, 9_900)).isEmpty();
        assertThat(age(10_000, 10_000)).isEmpty();
    }

    @Test
    void shouldGoOnNearTheNewestWhereThatIsOldItself() {
        assertThat(age(800, 480).getAsLong()).isBetween(480L, 480L + MAX_AGE_MS / 4);
        assertThat(age(60_000, 1_700).getAsLong()).isBetween(1_700L, 1_700L + MAX_AGE_MS / 4);
        assertThat(asked).isLessThan(15);
    }

    @Test
    void shouldFindNothingBeforeTheBoundIsReached() {
        assertThat(age(499, 0)).isEmpty();
        assertThat(asked).isZero();
    }
}
