package io.orderwire.ingestor.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LagAlarmTest {
    private final LagAlarm alarm = new LagAlarm(10_000);
    private long nowMs = 1_000_000;

    private @Nullable String second(long lagMs) {
        return second(new NodeLine(7, lagMs, 0L, true));
    }

    private @Nullable String second(@Nullable NodeLine line) {
        nowMs += 1_000;
        alarm.look(line, nowMs);
        Reason reason = alarm.reason();
        return reason == null ? null : reason.text();
    }

    @Test
    void shouldBeRaisedByALastingLag() {
        assertThat(second(9_999)).isNull();
        assertThat(second(10_000)).isNull();
        assertThat(second(10_000)).isEqualTo("node: 10 s behind the chain");
        assertThat(second(10_800_400)).isEqualTo("node: 10800 s behind the chain");
    }

    @Test
    void shouldNotBeRaisedByOneOddLine() {
        for (int i = 0; i < 10; i++) {
            assertThat(second(10_800_000)).isNull();
            assertThat(second(300)).isNull();
        }
    }

    @Test
    void shouldNotComeAndGoNearTheLimit() {
        second(10_000);
        for (int i = 0; i < 20; i++) {
            assertThat(second(10_100)).isNotNull();
            assertThat(second(9_900)).isNotNull();
        }
        for (int i = 0; i < 4; i++) {
            assertThat(second(4_000)).isEqualTo("node: 10 s behind the chain");
        }
        assertThat(second(4_000)).isNull();
    }

    @Test
    void shouldEndIfNothingIsKnownAnyMore() {
        second(20_000);
        second(20_000);
        for (int i = 0; i < 5; i++) {
            assertThat(second(new NodeLine(7, null, 0L, true))).isEqualTo("node: 20 s behind the chain");
        }
        assertThat(second((NodeLine) null)).isNull();
    }

    @Test
    void shouldNotBeRaisedByOldLinesNorWhenTurnedOff() {
        LagAlarm off = new LagAlarm(0);
        for (int i = 0; i < 10; i++) {
            assertThat(second(new NodeLine(7, 10_800_000L, 0L, false))).isNull();
            off.look(new NodeLine(7, 10_800_000L, 0L, true), nowMs);
            assertThat(off.reason()).isNull();
        }
    }
}
