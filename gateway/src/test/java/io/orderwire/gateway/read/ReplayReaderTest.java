package io.orderwire.gateway.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.sequence.RecordingSink;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.process.StallWatchdog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ReplayReaderTest {
    private static final int PARTITIONS = 2;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Answers once, and never again. */
    private static final class LostKafka {
        private final AtomicBoolean asked = new AtomicBoolean();

        LogConsumer connect() {
            if (asked.getAndSet(true)) {
                throw new TimeoutException("no answer");
            }
            LogConsumer consumer = new LogConsumer(PARTITIONS, 0, Long.MAX_VALUE);
            consumer.setPollException(new TimeoutException("no answer"));
            return consumer;
        }
    }

    @Test
    void shouldKeepSpeakingToThoseThatHaveBegunWhileKafkaDoesNotAnswer() {
        LostKafka kafka = new LostKafka();
        try (ReplayReader reader = new ReplayReader(
                kafka::connect,
                Topics.DEFAULT.orders(),
                PARTITIONS,
                100_000,
                GatewayMetrics.unseen(),
                System::currentTimeMillis,
                System::nanoTime,
                new StallWatchdog(60_000, System::nanoTime, exit -> {}))) {
            Listening begun = new Listening();
            Listening unheard = new Listening();
            reader.handIn(begun);
            reader.start();
            await().atMost(TIMEOUT).until(() -> begun.ends.get() > 1);
            reader.handIn(unheard);
            int before = begun.ends.get();
            await().atMost(TIMEOUT).until(() -> begun.ends.get() > before + 1);

            assertThat(unheard.begun).as("was told where it begins").isFalse();
            assertThat(unheard.ends).as("was sent anything").hasValue(0);
        }
    }

    @Test
    void shouldEndOnlyTheReplayThatFails() {
        AtomicInteger fatal = new AtomicInteger();
        try (ReplayReader reader = new ReplayReader(
                () -> new LogConsumer(PARTITIONS, 0, Long.MAX_VALUE),
                Topics.DEFAULT.orders(),
                PARTITIONS,
                100_000,
                GatewayMetrics.unseen(),
                System::currentTimeMillis,
                System::nanoTime,
                new StallWatchdog(60_000, System::nanoTime, exit -> fatal.incrementAndGet()))) {
            Failing atOnce = new Failing(true);
            Failing later = new Failing(false);
            reader.start();
            reader.handIn(atOnce);
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(atOnce.failures).hasValue(1));
            reader.handIn(later);
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(later.failures).hasValue(1));

            assertThat(later.begun).isTrue();
            assertThat(fatal).hasValue(0);
        }
    }

    /** A replay that fails when it begins, or when it is handed over. */
    private static final class Failing extends Listening {
        private final boolean atOnce;
        private final AtomicInteger failures = new AtomicInteger();

        Failing(boolean atOnce) {
            this.atOnce = atOnce;
        }

        @Override
        public boolean isWanted() {
            return failures.get() == 0;
        }

        @Override
        public void begun() {
            if (atOnce) {
                throw new StackOverflowError("injected");
            }
            super.begun();
        }

        @Override
        public void failed(Throwable failure) {
            failures.incrementAndGet();
        }
    }

    /** A replay of which nobody takes an order. */
    private static class Listening implements Replay {
        private final Track track = new Track(
                Topics.DEFAULT.orders(),
                Uuid.randomUuid(),
                PARTITIONS,
                new RecordingSink(),
                new RecordView(),
                GatewayMetrics.unseen());
        final AtomicBoolean begun = new AtomicBoolean();
        private final AtomicInteger ends = new AtomicInteger();

        @Override
        public Track track() {
            return track;
        }

        @Override
        public StartPosition from() {
            return new StartPosition.Earliest();
        }

        @Override
        public Object payer() {
            return this;
        }

        @Override
        public boolean mayJoin() {
            return true;
        }

        @Override
        public void ended(ReplayEnd end) {
            throw new IllegalStateException(end.detail());
        }

        @Override
        public boolean isWanted() {
            return true;
        }

        @Override
        public void begun() {
            begun.set(true);
        }

        @Override
        public boolean lookForRoom() {
            return true;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void endOfBatch() {
            ends.incrementAndGet();
        }

        @Override
        public void nearlyLive() {
            throw new IllegalStateException("nothing can be read");
        }

        @Override
        public void reachedLive() {
            throw new IllegalStateException("nothing can be read");
        }

        @Override
        public void failed(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void stopping() {}
    }
}
