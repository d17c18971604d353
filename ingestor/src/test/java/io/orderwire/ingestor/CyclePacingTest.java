package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CyclePacingTest {
    private long nowMs = 7;
    private final CyclePacing pacing = new CyclePacing(TimeUnit.MILLISECONDS.toNanos(5), () -> nanos(nowMs));

    @Test
    void shouldBeDueAtFirst() {
        assertThat(pacing.nanosToDue()).isZero();
    }

    @Test
    void shouldPauseBetweenStartsNotAfterCommits() {
        pacing.begun(nanos(nowMs));
        nowMs += 2;
        pacing.committed(nanos(2));

        assertThat(pacing.nanosToDue()).isEqualTo(nanos(3));
        nowMs += 4;
        assertThat(pacing.nanosToDue()).isZero();
    }

    @Test
    void shouldPauseLongerWhileCommitsTakeLong() {
        pacing.begun(nanos(nowMs));
        pacing.committed(nanos(9));
        assertThat(pacing.nanosToDue()).isEqualTo(nanos(18));

        pacing.committed(nanos(3_000));
        assertThat(pacing.nanosToDue()).isEqualTo(nanos(25));

        pacing.committed(nanos(1));
        assertThat(pacing.nanosToDue()).isEqualTo(nanos(5));
    }

    @Test
    void shouldPauseAsLongAsTheOptionSays() {
        CyclePacing slow = new CyclePacing(nanos(200), () -> nanos(nowMs));
        slow.begun(nanos(nowMs));
        slow.committed(nanos(40));

        assertThat(slow.nanosToDue()).isEqualTo(nanos(200));
    }

    private static long nanos(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }
}
