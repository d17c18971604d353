package io.orderwire.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OwnerCheckTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final OwnerCheck owner = new OwnerCheck("the state");
    private final CountDownLatch checked = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    private Thread using(Runnable use) throws InterruptedException {
        Thread thread = new Thread(
                () -> {
                    use.run();
                    checked.countDown();
                    awaitEnd();
                },
                "other");
        thread.start();
        checked.await();
        return thread;
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(Thread thread) throws InterruptedException {
        end.countDown();
        thread.join(SOON.toMillis());
    }

    @Test
    void shouldBeSwitchedOnInTests() {
        assertThat(OwnerCheck.isOn()).isTrue();
    }

    @Test
    void shouldAcceptTheSameThreadAgain() {
        assertThatNoException().isThrownBy(() -> {
            owner.check();
            owner.check();
        });
    }

    @Test
    void shouldRejectAnotherThreadWhileTheOwnerLives() throws InterruptedException {
        Thread other = using(owner::check);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(owner::check)
                .withMessageContaining(
                        "the state is used by thread " + Thread.currentThread().getName() + ", but belongs to Thread[")
                .withMessageContaining("other");
        end(other);
    }

    @Test
    void shouldAcceptAnotherThreadAfterAHandOver() throws InterruptedException {
        Thread other = using(() -> {
            owner.check();
            owner.handOver();
        });

        assertThatNoException().isThrownBy(owner::check);
        end(other);
    }

    @Test
    void shouldAcceptAnotherThreadAfterTheOwnerHasEnded() throws InterruptedException {
        end(using(owner::check));

        assertThatNoException().isThrownBy(owner::check);
    }
}
