package io.orderwire.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkClockTest {
    private static final long EPOCH_MS = 1_800_000_000_000L;

    private long nowMs;
    private final WorkClock clock = new WorkClock(() -> TimeUnit.MILLISECONDS.toNanos(nowMs));

    private long ms() {
        return TimeUnit.NANOSECONDS.toMillis(clock.getAsLong());
    }

    /** Reads orders that span {@code orders} ms within {@code inMs}. */
    private void read(long fromMs, long orders, long inMs) {
        long before = nowMs;
        for (long i = 1; i <= orders; i++) {
            nowMs = before + inMs * i / orders;
            clock.order(EPOCH_MS + fromMs + i);
        }
    }

    @Test
    void shouldGiveTheTimeOfABacklogBesidesThatOfTheMachine() {
        read(0, 10_000, 10_000);
        assertThat(ms()).isEqualTo(10_000);
        nowMs += 5_000;
        read(10_000, 5_000, 500);
        assertThat(ms())
                .as("of the machine 15.5 s, and 4.5 s that orders of 5 s were read faster")
                .isBetween(19_900L, 20_000L);
        read(15_000, 10_000, 10_000);
        assertThat(ms()).as("lag of half a second, which is never caught up").isBetween(29_900L, 30_000L);
    }

    @Test
    void shouldGiveNothingForQuietTimesAndStuttering() {
        for (int i = 1; i < 100; i++) {
            nowMs += 1_000;
            clock.order(EPOCH_MS + 1_000L * i);
        }
        assertThat(ms()).isEqualTo(99_000);
        for (int i = 100; i < 200; i++) {
            nowMs += 900 + i % 2 * 200;
            clock.order(EPOCH_MS + 1_000L * i);
        }
        assertThat(ms()).isEqualTo(nowMs);
    }

    @Test
    void shouldBoundWhatStrangeTimesGive() {
        clock.order(1);
        nowMs += 100_000;
        clock.order(2);
        clock.order(Long.MAX_VALUE);
        clock.order(Long.MIN_VALUE);
        assertThat(ms()).isBetween(129_800L, 129_900L);
    }
}
