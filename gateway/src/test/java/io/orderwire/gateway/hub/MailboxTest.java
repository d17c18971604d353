package io.orderwire.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Mailbox mailbox = new Mailbox();

    @Test
    void shouldHandOutTasksInOrder() {
        Runnable first = () -> {};
        Runnable second = () -> {};
        mailbox.add(first);
        mailbox.add(second);

        assertThat(mailbox.size()).isEqualTo(2);
        assertThat(mailbox.poll()).isSameAs(first);
        assertThat(mailbox.poll()).isSameAs(second);
        assertThat(mailbox.poll()).isNull();
        assertThat(mailbox.room()).isEqualTo(Mailbox.CAPACITY);
    }

    @Test
    void shouldKeepWhoHandsInMuchWaitingWhileItIsFull() throws InterruptedException {
        for (int i = 0; i < Mailbox.CAPACITY; i++) {
            mailbox.add(() -> {});
        }
        Thread waiting = new Thread(mailbox::await);
        waiting.start();
        await().atMost(SOON).until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        assertThat(mailbox.room()).isZero();

        mailbox.poll();
        waiting.join(SOON.toMillis());
        assertThat(waiting.isAlive()).isFalse();
    }

    @Test
    void shouldLetNobodyWaitAfterTheEnd() {
        for (int i = 0; i <= Mailbox.CAPACITY; i++) {
            mailbox.add(() -> {});
        }
        mailbox.close();

        mailbox.await();
        assertThat(mailbox.room()).isZero();
    }
}
