package io.orderwire.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.runtime.meters.Catalogued;
import io.orderwire.runtime.meters.Metric;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final AtomicInteger wakes = new AtomicInteger();
    private final Mailbox<String> mailbox = new Mailbox<>(2, wakes::incrementAndGet);

    @Test
    void shouldHandOutMessagesInOrderAndWakeTheOwnerForEach() {
        assertThat(mailbox.offer("first")).isTrue();
        assertThat(mailbox.put("second")).isTrue();

        assertThat(wakes).hasValue(2);
        assertThat(mailbox.size()).isEqualTo(2);
        assertThat(mailbox.room()).isZero();
        assertThat(mailbox.poll()).isEqualTo("first");
        assertThat(mailbox.poll()).isEqualTo("second");
        assertThat(mailbox.poll()).isNull();
        assertThat(mailbox.size()).isZero();
        assertThat(mailbox.room()).isEqualTo(mailbox.capacity());
    }

    @Test
    void shouldRefuseAnOfferWhileItIsFull() {
        mailbox.offer("first");
        mailbox.offer("second");

        assertThat(mailbox.offer("third")).isFalse();
        assertThat(wakes).hasValue(2);
        mailbox.poll();
        assertThat(mailbox.offer("third")).isTrue();
    }

    @Test
    void shouldNotRefuseMessagesThatTheirSourceBounds() {
        mailbox.force("first");
        mailbox.force("second");
        mailbox.force("third");

        assertThat(mailbox.size()).isEqualTo(3);
        assertThat(mailbox.room()).isZero();
        mailbox.poll();
        assertThat(mailbox.offer("fourth")).isFalse();
    }

    @Test
    void shouldWaitForRoom() throws InterruptedException {
        mailbox.offer("first");
        mailbox.offer("second");
        Thread putting = new Thread(() -> mailbox.put("third"));
        putting.start();
        await().atMost(SOON).until(() -> putting.getState() == Thread.State.TIMED_WAITING);
        assertThat(mailbox.size()).isEqualTo(2);

        mailbox.poll();
        putting.join(SOON.toMillis());
        assertThat(putting.isAlive()).isFalse();
        assertThat(mailbox.poll()).isEqualTo("second");
        assertThat(mailbox.poll()).isEqualTo("third");
    }

    @Test
    void shouldNotWaitForRoomAfterTheEnd() {
        mailbox.offer("first");
        mailbox.offer("second");
        mailbox.close();

        assertThat(mailbox.put("third")).isTrue();
        assertThat(mailbox.size()).isEqualTo(3);
    }

    @Test
    void shouldNotWaitForRoomOnAnInterruptedThread() throws InterruptedException {
        mailbox.offer("first");
        mailbox.offer("second");
        AtomicBoolean added = new AtomicBoolean(true);
        Thread putting = new Thread(() -> added.set(mailbox.put("third")));
        putting.start();
        putting.interrupt();

        putting.join(SOON.toMillis());
        assertThat(putting.isAlive()).isFalse();
        assertThat(added).isFalse();
        assertThat(mailbox.size()).isEqualTo(2);
    }

    @Test
    void shouldShowItsSizeAndItsLimit() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        mailbox.gauges(meters, TestMeter.TASKS, TestMeter.TASKS_LIMIT);
        mailbox.offer("first");

        assertThat(meters.get("orderwire.test.tasks").gauge().value()).isEqualTo(1);
        assertThat(meters.get("orderwire.test.tasks.limit").gauge().value()).isEqualTo(2);
    }

    private enum TestMeter implements Catalogued {
        TASKS(Metric.gauge("orderwire.test.tasks", "Messages that wait")),
        TASKS_LIMIT(Metric.gauge("orderwire.test.tasks.limit", "Messages that may wait"));

        private final Metric metric;

        TestMeter(Metric metric) {
            this.metric = metric;
        }

        @Override
        public Metric metric() {
            return metric;
        }
    }
}
