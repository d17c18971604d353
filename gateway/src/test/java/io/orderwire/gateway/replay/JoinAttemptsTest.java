package io.orderwire.gateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.replay.JoinAttempts.Outcome;
import org.junit.jupiter.api.Test;

class JoinAttemptsTest {
    private static final int PATIENCE_MS = 1_000;
    private static final long MS = 1_000_000;

    private final JoinAttempts attempts = new JoinAttempts(PATIENCE_MS);

    private static long pauseMs(Outcome outcome, long nowMs) {
        assertThat(outcome).isInstanceOf(Outcome.Again.class);
        return ((Outcome.Again) outcome).notBeforeNanos() / MS - nowMs;
    }

    private static ReplayEnd.Why why(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Ended.class);
        return ((Outcome.Ended) outcome).end().why();
    }

    @Test
    void shouldEndAReplayThatHasSeenMoreForTooLong() {
        pauseMs(attempts.differs(0, "how"), 0);
        pauseMs(attempts.differs(1_000 * MS, "how"), 1_000);
        assertThat(why(attempts.differs(1_001 * MS, "how"))).isEqualTo(ReplayEnd.Why.SEQUENCES);
    }

    @Test
    void shouldEndAReplayWhoseLiveStreamStaysBehindItForTooLong() {
        pauseMs(attempts.lagging(0, "how"), 0);
        pauseMs(attempts.lagging(30_000 * MS, "how"), 30_000);
        assertThat(why(attempts.lagging(30_001 * MS, "how"))).isEqualTo(ReplayEnd.Why.HANDOVER);
    }

    @Test
    void shouldWaitLongerFromAttemptToAttempt() {
        long[] pauses = {50, 100, 200, 400, 800, 1_000, 1_000};
        for (long pause : pauses) {
            assertThat(pauseMs(attempts.overflowed(0), 0)).isEqualTo(pause);
        }
        assertThat(pauseMs(attempts.lagging(0, "how"), 0))
                .as("that is over soon")
                .isEqualTo(10);
    }

    /** The time of one obstacle does not count for the next one. */
    @Test
    void shouldBeginToCountAgainAfterTheLiveStreamHasComeUp() {
        attempts.lagging(0, "how");
        attempts.joined();
        pauseMs(attempts.lagging(30_001 * MS, "how"), 30_001);
        attempts.differs(40_000 * MS, "how");
        pauseMs(attempts.lagging(70_000 * MS, "how"), 70_000);
    }

    @Test
    void shouldBeginToCountAgainAfterBothHaveAgreed() {
        for (int i = 0; i < 5; i++) {
            attempts.differs(0, "how");
        }
        attempts.joined();
        assertThat(pauseMs(attempts.overflowed(900 * MS), 900))
                .as("first pause")
                .isEqualTo(50);
        assertThat(pauseMs(attempts.differs(1_800 * MS, "how"), 1_800)).isEqualTo(50);
        pauseMs(attempts.differs(2_800 * MS, "how"), 2_800);
        assertThat(why(attempts.differs(2_801 * MS, "how"))).isEqualTo(ReplayEnd.Why.SEQUENCES);
    }

    /** With a forged cursor, both differ at each end, although they seem to agree before. */
    @Test
    void shouldNotTakeJoiningForAgreeing() {
        attempts.differs(0, "how");
        attempts.joined();
        assertThat(why(attempts.differs(1_001 * MS, "how"))).isEqualTo(ReplayEnd.Why.SEQUENCES);
    }
}
