package io.orderwire.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** What happens while the reader pauses after a failure of Kafka. */
class OrdersReaderPauseTest extends OrdersReaderFixture {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Each task adds the next one: one runs before the poll, one before the pause, and all others during the pause. */
    @Test
    void shouldHandleTasksWhileItPausesAfterAFailure() {
        OrdersReader reader = reader(false);
        consumer.setPollException(new KafkaException("injected"));
        AtomicInteger done = new AtomicInteger();
        handInOneByOne(done, 4);
        reader.doWork();

        assertThat(done).hasValue(4);
    }

    private void handInOneByOne(AtomicInteger done, int count) {
        sink.tasks().add(() -> {
            if (done.incrementAndGet() < count) {
                handInOneByOne(done, count);
            }
        });
    }

    @Test
    void shouldBeWokenWhileItPauses() throws InterruptedException {
        Thread pausing = new Thread(() -> live.pause(TimeUnit.HOURS.toNanos(1), () -> false));
        pausing.start();
        await().atMost(TIMEOUT).until(() -> pausing.getState() == Thread.State.TIMED_WAITING);
        live.wake();
        pausing.join(TIMEOUT.toMillis());

        assertThat(pausing.isAlive()).isFalse();
    }
}
