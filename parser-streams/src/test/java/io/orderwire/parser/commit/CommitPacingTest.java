package io.orderwire.parser.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.seed.Seeds;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CommitPacingTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long INTERVAL = 50 * MILLI;
    private static final long NONE = Long.MIN_VALUE;

    /** Nanoseconds that pass at most between two calls, in which a commit may become due. */
    private static final int MOST_BETWEEN = 100;

    private long nowNanos = -7 * INTERVAL;
    private int commits;
    private final CommitPacing pacing = new CommitPacing(INTERVAL, () -> nowNanos);

    private void process() {
        pacing.processed(() -> commits++);
    }

    @Test
    void shouldCommitAtTheFirstPauseAfterARecord() {
        process();
        assertThat(commits).isZero();
        nowNanos += 3 * MILLI;
        pacing.polledNothing();
        assertThat(commits).isEqualTo(1);
    }

    @Test
    void shouldRequestNothingWithoutARecord() {
        pacing.polledNothing();
        nowNanos += 10 * INTERVAL;
        pacing.polledNothing();
        assertThat(commits).isZero();
        assertThat(pacing.nanosToWait(100 * MILLI)).isEqualTo(100 * MILLI);
    }

    @Test
    void shouldWaitForAPauseOfThreeMilliseconds() {
        process();
        assertThat(pacing.nanosToWait(100 * MILLI)).isEqualTo(3 * MILLI);
        assertThat(pacing.nanosToWait(MILLI)).isEqualTo(MILLI);
    }

    @Test
    void shouldCommitAfterTheIntervalWithoutAPause() {
        for (int i = 0; i < 50; i++) {
            process();
            assertThat(commits).isZero();
            nowNanos += MILLI;
        }
        process();
        assertThat(commits).isEqualTo(1);
    }

    @Test
    void shouldNotTakeThePollThatPassesTheEndOfATransactionForAPause() {
        process();
        nowNanos += MILLI;
        pacing.polledNothing();
        assertThat(commits).isZero();
        assertThat(pacing.nanosToWait(100 * MILLI)).isEqualTo(2 * MILLI);
    }

    @Test
    void shouldNotUseAPauseSoonAfterACommit() {
        process();
        nowNanos += 3 * MILLI;
        pacing.polledNothing();
        assertThat(commits).isEqualTo(1);
        nowNanos += 5 * MILLI;
        process();
        nowNanos += 3 * MILLI;
        pacing.polledNothing();
        assertThat(commits).isEqualTo(1);
        assertThat(pacing.nanosToWait(100 * MILLI)).isEqualTo(12 * MILLI);
        nowNanos += 12 * MILLI;
        pacing.polledNothing();
        assertThat(commits).isEqualTo(2);
    }

    @Test
    void shouldNotCountARecordAfterAPauseAsOneInAPause() {
        process();
        nowNanos += 3 * MILLI;
        pacing.polledNothing();
        nowNanos += 30 * MILLI;
        process();
        assertThat(commits).isEqualTo(1);
        assertThat(pacing.nanosToWait(100 * MILLI)).isEqualTo(3 * MILLI);
    }

    @Test
    void shouldWaitForAPauseNoLongerThanForTheInterval() {
        process();
        nowNanos += INTERVAL - MILLI;
        process();
        assertThat(pacing.nanosToWait(100 * MILLI)).isEqualTo(MILLI);
    }

    @Test
    void shouldForgetTheRequestOfAClosedTask() {
        Runnable closed = () -> {
            throw new UnsupportedOperationException("a standby cannot commit");
        };
        pacing.processed(closed);
        pacing.closed(closed);
        nowNanos += 2 * INTERVAL;
        pacing.polledNothing();
        assertThat(pacing.nanosToWait(100 * MILLI)).isEqualTo(100 * MILLI);

        process();
        pacing.closed(closed);
        nowNanos += 3 * MILLI;
        pacing.polledNothing();
        assertThat(commits).isEqualTo(1);
    }

    @Test
    void shouldCommitEveryRecordWithinTheInterval() {
        Random random = new Random(Seeds.of(CommitPacingTest.class));
        long waiting = NONE;
        int seen = 0;
        for (int i = 0; i < 100_000; i++) {
            if (random.nextInt(3) == 0) {
                process();
                waiting = waiting == NONE ? nowNanos : waiting;
            } else {
                long wait = pacing.nanosToWait(100 * MILLI);
                nowNanos += random.nextBoolean() ? wait : random.nextLong(wait + 1);
                pacing.polledNothing();
            }
            if (waiting != NONE) {
                assertThat(nowNanos - waiting).isLessThan(INTERVAL + MOST_BETWEEN);
            }
            if (commits > seen) {
                waiting = NONE;
                seen = commits;
            }
            nowNanos += random.nextInt(MOST_BETWEEN);
        }
        assertThat(commits).isGreaterThan(100);
    }
}
