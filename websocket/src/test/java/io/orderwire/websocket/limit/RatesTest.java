package io.orderwire.websocket.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RatesTest {
    private final AtomicLong now = new AtomicLong();
    private final Rates rates = new Rates(2, now::get);

    @Test
    void shouldGiveTenSecondsWorthAtOnceAndThenTheRate() {
        for (int i = 0; i < 20; i++) {
            assertThat(rates.take("a")).isZero();
        }
        assertThat(rates.take("a")).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(rates.take("b")).isZero();
        assertThat(rates.take(null)).isZero();
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(rates.take("a")).isZero();
        assertThat(rates.take("a")).isZero();
        assertThat(rates.take("a")).isPositive();
    }

    @Test
    void shouldRefuseUntilWhatWasTakenTooMuchHasRefilled() {
        assertThat(rates.waitNanos("a")).isZero();
        rates.charge("a", 24);
        assertThat(rates.waitNanos("a")).isEqualTo(TimeUnit.SECONDS.toNanos(2));
        now.addAndGet(TimeUnit.SECONDS.toNanos(2) + 1);
        assertThat(rates.waitNanos("a")).isZero();
        now.addAndGet(TimeUnit.HOURS.toNanos(1));
        rates.charge("a", 20);
        assertThat(rates.waitNanos("a"))
                .as("it held no more than ten seconds' worth")
                .isPositive();
    }

    @Test
    void shouldForgetTheKeyThatWasNotAskedForTheLongest() {
        rates.charge("first", 100);
        for (int i = 1; i < Rates.MOST_KEYS; i++) {
            rates.charge("key " + i, 100);
        }
        assertThat(rates.waitNanos("first")).isPositive();
        rates.take("another");
        assertThat(rates.waitNanos("first")).isPositive();
        assertThat(rates.waitNanos("key 1")).isZero();
    }
}
