package io.orderwire.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommittedEndTest {
    private static final long MAX_AGE_MS = 500;
    private static final long GAIN_MS = 250;
    /** Between a record's timestamp and its commit. */
    private static final long WAY_MS = 100;

    private static final long BEGIN = 1_000_000;

    private final CommittedEnd end = new CommittedEnd(MAX_AGE_MS);

    /** An end that goes on by ten offsets every 50 ms, up to that time. */
    private void commitUntil(long nowMs) {
        for (long ms = BEGIN; ms <= nowMs; ms += 50) {
            end.seen(offsetAt(ms), ms);
        }
    }

    private static long offsetAt(long ms) {
        return 1_000 + (ms - BEGIN) / 5;
    }

    /** Where to go on instead of a record that could be read from that time on. */
    private long newer(long committedMs, long nowMs) {
        return end.newer(offsetAt(committedMs) - 1, committedMs - WAY_MS, nowMs, GAIN_MS);
    }

    @Test
    void shouldGoOnWithTheFirstRecordsOfHalfTheBound() {
        long now = BEGIN + 1_000;
        commitUntil(now);
        // Those committed 150 ms ago were written 250 ms ago, and begin at the end before.
        assertThat(newer(now - 600, now)).isEqualTo(offsetAt(now - 200));
        assertThat(newer(now - 400, now)).as("written 500 ms ago").isEqualTo(offsetAt(now - 200));
    }

    @Test
    void shouldNotGiveUpForWhatIsHardlyNewer() {
        long now = BEGIN + 1_000;
        commitUntil(now);
        assertThat(newer(now - 200, now)).isZero();
        assertThat(end.newer(offsetAt(now), now - 5_000, now, GAIN_MS))
                .as("not known to be committed")
                .isZero();
    }

    /** Whatever is old when it comes is not made younger by giving up others like it. */
    @Test
    void shouldNotGiveUpWhatHasNotWaited() {
        long now = BEGIN + 1_000;
        commitUntil(now);
        long writtenMs = now - 10_000;
        assertThat(end.newer(offsetAt(now) - 1, writtenMs, now, GAIN_MS)).isZero();
        assertThat(end.newer(offsetAt(now - 200) - 1, writtenMs, now, GAIN_MS)).isZero();
        assertThat(end.newer(offsetAt(now - 300) - 1, writtenMs, now, GAIN_MS))
                .as("goes on with the newest")
                .isEqualTo(offsetAt(now - 50));
    }

    @Test
    void shouldGoOnWithTheNewestWhereNoneHasComeLately() {
        commitUntil(BEGIN + 1_000);
        long now = BEGIN + 5_000;
        end.seen(offsetAt(BEGIN + 1_000), now);
        assertThat(newer(BEGIN + 600, now)).isEqualTo(offsetAt(BEGIN + 950));
        assertThat(newer(BEGIN + 950, now)).isZero();
    }

    @Test
    void shouldFindNothingBeforeAnEndHasMoved() {
        assertThat(newer(BEGIN, BEGIN + 9_000)).isZero();
        end.seen(1_000, BEGIN);
        end.seen(1_000, BEGIN + 8_000);
        assertThat(end.newer(10, BEGIN - 9_000, BEGIN + 9_000, GAIN_MS)).isZero();
        end.seen(1_010, BEGIN + 9_000);
        assertThat(end.newer(10, BEGIN - 9_000, BEGIN + 9_000, GAIN_MS)).isEqualTo(1_000);
    }

    @Test
    void shouldForgetWhatItKnewOfATopicThatWasMadeAnew() {
        long now = BEGIN + 1_000;
        commitUntil(now);
        end.seen(5, now);
        assertThat(newer(now - 600, now)).isZero();
    }

    @Test
    void shouldReachBackFourBoundsHoweverLongTheBoundIs() {
        long hourMs = 3_600_000;
        CommittedEnd slow = new CommittedEnd(hourMs);
        for (long second = 0; second <= 4 * 3_600; second++) {
            slow.seen(second, second * 1_000);
        }
        long now = 4 * hourMs;
        assertThat(slow.newer(600, 600_000, now, hourMs)).isBetween(3L * 3_600 + 900, 4L * 3_600);
        assertThat(slow.size()).isLessThanOrEqualTo(64);
    }

    @Test
    void shouldKeepFewEndsHoweverLongItRunsAndWhateverTheClockDoes() {
        commitUntil(BEGIN + 600_000);
        assertThat(end.size()).isLessThanOrEqualTo(42);
        for (long back = 0; back < 1_000; back++) {
            end.seen(offsetAt(BEGIN + 700_000 + back * 50), BEGIN - back);
        }
        assertThat(end.size()).isLessThanOrEqualTo(64);
    }
}
