package io.orderwire.runtime.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void shouldHoldABurstAndFillAtItsRate() {
        TokenBucket bucket = TokenBucket.full(2, 3, 0);
        for (int i = 0; i < 3; i++) {
            assertThat(bucket.tryTake(0)).isTrue();
        }
        assertThat(bucket.tryTake(0)).isFalse();
        assertThat(bucket.tryTake(SECOND / 2 - 1)).isFalse();
        assertThat(bucket.tryTake(SECOND / 2)).isTrue();
        assertThat(bucket.tryTake(SECOND / 2)).isFalse();
        assertThat(bucket.level(100 * SECOND)).isEqualTo(3);
    }

    @Test
    void shouldNotLoseTokensToRounding() {
        TokenBucket bucket = TokenBucket.empty(1, 16, 0);
        for (long second = 1; second <= 100_000; second++) {
            assertThat(bucket.tryTake(second * SECOND)).as("second %d", second).isTrue();
            assertThat(bucket.has(second * SECOND)).isFalse();
        }
    }

    @Test
    void shouldPayDebtsFirst() {
        TokenBucket bucket = TokenBucket.full(10, 10, 0);
        bucket.take(35);
        assertThat(bucket.level(0)).isEqualTo(-25);
        assertThat(bucket.nanosFor(25)).isEqualTo(SECOND * 5 / 2);
        assertThat(bucket.level(SECOND * 5 / 2)).isZero();
        assertThat(bucket.has(SECOND * 26 / 10 - 1)).isFalse();
        assertThat(bucket.has(SECOND * 26 / 10)).isTrue();
    }

    @Test
    void shouldNotTakeLessThanANanosecond() {
        assertThat(TokenBucket.empty(1e12, 1, 0).nanosFor(1)).isEqualTo(1);
    }
}
