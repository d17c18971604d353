package io.orderwire.ingestor.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockRateTest {
    private final BlockRate rate = new BlockRate();
    private long nowMs = 1_000_000;
    private long block = 985_148_182;

    private void write(int blocks, long everyMs) {
        for (int i = 0; i < blocks; i++) {
            nowMs += everyMs;
            rate.block(++block, nowMs);
        }
    }

    @Test
    void shouldBeUnknownAtFirst() {
        assertThat(rate.perSecond(nowMs)).isNull();
        write(10, 100);
        assertThat(rate.perSecond(nowMs)).isNull();
        write(11, 100);
        assertThat(rate.perSecond(nowMs)).isEqualTo(10);
    }

    @Test
    void shouldFollowTheLastTenSeconds() {
        write(100, 50);
        write(100, 200);
        assertThat(rate.perSecond(nowMs)).isEqualTo(5);
        assertThat(rate.perSecond(nowMs + 5_000)).isEqualTo(2.5);
        assertThat(rate.perSecond(nowMs + 10_000)).isZero();
        assertThat(rate.perSecond(nowMs + 3_600_000)).isZero();
        nowMs += 3_600_000;
        write(10, 0);
        assertThat(rate.perSecond(nowMs)).isEqualTo(1);
        assertThat(rate.counted()).isEqualTo(209);
    }

    @Test
    void shouldNotCountNumbersThatTheNodeSkippedOrWroteAgain() {
        write(100, 100);
        block += BlockRate.MOST_STEP;
        write(1, 100);
        assertThat(rate.perSecond(nowMs)).isNull();
        write(30, 100);
        assertThat(rate.perSecond(nowMs)).isEqualTo(10);

        block -= 9_999;
        write(31, 100);
        assertThat(rate.perSecond(nowMs)).isEqualTo(10);
        assertThat(rate.counted()).isEqualTo(99 + 30 + 30);
    }

    @Test
    void shouldNotBeMisledByLateRows() {
        for (int i = 0; i < 30; i++) {
            write(1, 100);
            rate.block(block - 1, nowMs);
            rate.block(block, nowMs);
        }
        assertThat(rate.perSecond(nowMs)).isEqualTo(10);
        assertThat(rate.counted()).isEqualTo(29);
    }

    @Test
    void shouldKeepABoundedNumberOfSamples() {
        write(100_000, 0);
        assertThat(rate.perSecond(nowMs + 5_000)).isEqualTo(999 / 5.0);
    }
}
