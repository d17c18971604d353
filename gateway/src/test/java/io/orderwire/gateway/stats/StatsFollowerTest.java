package io.orderwire.gateway.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.stats.ProcessIdentity;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StatsFollowerTest {
    private static final OutputTopics OUTPUTS = OutputTopics.of(Topics.DEFAULT);
    private static final TopicPartition FIGURES =
            new TopicPartition(OUTPUTS.topics().pipeline(), 0);
    private static final TopicPartition INGESTORS_GAPS =
            new TopicPartition(OUTPUTS.topics().gaps(), 0);
    private static final TopicPartition OWN_GAPS = new TopicPartition(OUTPUTS.gaps(), 0);

    private final NewestSnapshots snapshots =
            new NewestSnapshots(() -> 0, new ClockSkew(new SteadyClock(Clock.systemUTC(), () -> 0), "the ingestor's"));
    private final List<MockConsumer<byte[], byte[]>> consumers = new ArrayList<>();
    private final List<byte[]> gaps = new ArrayList<>();
    private final FailedRecords failed = new FailedRecords(new SimpleMeterRegistry(), () -> 0);
    private boolean refuses;
    private final StatsFollower follower = new StatsFollower(
            this::consumer,
            OUTPUTS,
            snapshots,
            gaps::add,
            failed,
            new NameRival("gateway/own", ProcessIdentity.create(), rival -> {}));

    private Consumer<byte[], byte[]> consumer() {
        if (refuses) {
            throw new KafkaException("refused");
        }
        MockConsumer<byte[], byte[]> made = new MockConsumer<>("none");
        Map<TopicPartition, Long> begins = new HashMap<>();
        List.of(FIGURES, INGESTORS_GAPS, OWN_GAPS).forEach(partition -> begins.put(partition, 0L));
        made.updateBeginningOffsets(begins);
        begins.put(FIGURES, 1L);
        made.updateEndOffsets(begins);
        consumers.add(made);
        return made;
    }

    private static ConsumerRecord<byte[], byte[]> found(long offset, long events) {
        Snapshot snapshot = new Snapshot(
                StatsNames.INGESTOR, "i", 0, false, List.of(), Map.of(StatsNames.FOUND, events, "seq.0", events));
        return new ConsumerRecord<>(
                FIGURES.topic(), 0, offset, snapshot.key().getBytes(StandardCharsets.UTF_8), snapshot.toJson());
    }

    private long found() {
        return snapshots
                .stats(() -> new Snapshot(StatsNames.GATEWAY, "own", 0, false, List.of(), Map.of()))
                .counts()
                .events()
                .found();
    }

    private MockConsumer<byte[], byte[]> newest() {
        return consumers.get(consumers.size() - 1);
    }

    @Test
    void shouldCatchUpWhenAllSnapshotsOfTheStartAreRead() throws InterruptedException {
        assertThat(follower.doWork()).isPositive();
        assertThat(follower.awaitCaughtUp(0)).isFalse();

        newest().addRecord(found(0, 7));
        assertThat(follower.doWork()).isPositive();
        assertThat(follower.awaitCaughtUp(0)).isTrue();
        assertThat(found()).isEqualTo(7);
    }

    @Test
    void shouldPassOnGapsWithLaterWordsAndNameGapsOfALaterVersion() {
        follower.doWork();
        String text =
                "{\"id\":\"i\",\"where\":\"ingestor\",\"reason\":\"later-reason\",\"later\":[],\"fromMs\":1,\"toMs\":2}";
        byte[] gap = text.getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<byte[], byte[]> later = new ConsumerRecord<>(INGESTORS_GAPS.topic(), 0, 0, null, gap);
        later.headers().add(Headers.VERSION, Headers.value(2));
        newest().addRecord(later);
        newest().addRecord(new ConsumerRecord<>(INGESTORS_GAPS.topic(), 0, 1, null, gap));
        follower.doWork();
        assertThat(gaps).containsExactly(gap);
        assertThat(Reason.texts(failed.foreign().reasons()))
                .singleElement()
                .asString()
                .contains(INGESTORS_GAPS.topic() + "-0 offset 0: ow.version is 2");
    }

    @Test
    void shouldPauseAndFollowWithANewConsumerAfterAFailure() {
        follower.doWork();
        MockConsumer<byte[], byte[]> first = newest();
        first.setPollException(new KafkaException("broken"));

        assertThat(follower.doWork()).isZero();
        assertThat(follower.idleNanos()).isPositive();
        assertThat(first.closed()).isTrue();
        follower.doWork();
        assertThat(consumers).hasSize(2);
        newest().addRecord(found(0, 7));
        follower.doWork();
        assertThat(found()).isEqualTo(7);
    }

    @Test
    void shouldTryAgainWhenAConsumerCannotBeMade() {
        refuses = true;
        assertThat(follower.doWork()).isZero();

        refuses = false;
        assertThat(follower.doWork()).isPositive();
    }

    @Test
    void shouldCloseItsConsumerAtTheEnd() {
        follower.doWork();
        follower.onClose();

        assertThat(newest().closed()).isTrue();
    }

    @Test
    void shouldBeUsedByOneThreadOnly() throws InterruptedException {
        CountDownLatch worked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            follower.doWork();
            worked.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        other.start();
        worked.await();

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(follower::doWork);
        end.countDown();
        other.join();
    }
}
