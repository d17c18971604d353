package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FirstCommitTest {
    @Test
    void shouldWaitAsLongAsThereIsProgress() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        AtomicLong bytes = new AtomicLong();
        boolean ended = FirstCommit.await(started, 1, () -> {
            if (bytes.incrementAndGet() == 20) {
                started.countDown();
            }
            return bytes.get();
        });
        assertThat(ended).isTrue();
        assertThat(bytes.get()).isEqualTo(20);
    }

    @Test
    void shouldNotWaitLongerWithoutProgress() throws InterruptedException {
        AtomicLong looks = new AtomicLong();
        boolean ended = FirstCommit.await(new CountDownLatch(1), 1, () -> Math.min(5, looks.incrementAndGet()));
        assertThat(ended).isFalse();
        assertThat(looks.get()).isEqualTo(6);
    }
}
