package io.orderwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentStatsTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger made = new AtomicInteger();
    private final RecentStats stats = new RecentStats(() -> new byte[] {(byte) made.incrementAndGet()}, now::get);

    @Test
    void shouldMakeThemAgainWhenTheyAreOldOnly() {
        assertThat(stats.get()).containsExactly(1);
        now.set(RecentStats.VALID_NANOS - 1);
        assertThat(stats.get()).containsExactly(1);
        now.set(RecentStats.VALID_NANOS);
        assertThat(stats.get()).containsExactly(2);
        assertThat(made).hasValue(2);
    }
}
