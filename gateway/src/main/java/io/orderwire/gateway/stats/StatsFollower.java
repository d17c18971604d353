package io.orderwire.gateway.stats;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.RecordVersion;
import io.orderwire.runtime.agent.Agent;
import io.orderwire.runtime.agent.OwnerCheck;
import io.orderwire.runtime.kafka.OutputTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows two small topics: the stats of all processes from the beginning, and losses from now on. After a failure of Kafka
 * it retries with a new consumer, as long as the process runs. Only {@link #awaitCaughtUp} may be called on any thread.
 */
public final class StatsFollower implements Agent {
    private static final Logger log = LoggerFactory.getLogger(StatsFollower.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final NewestSnapshots snapshots;
    private final java.util.function.Consumer<byte[]> gaps;
    private final FailedRecords failed;
    private final NameRival rival;
    private final TopicPartition statsPartition;
    private final String ingestorsGaps;
    private final String ownGaps;
    private final Map<TopicPartition, Long> gapsFrom = new HashMap<>();
    /** Snapshots from this offset on were written after this gateway began to follow. */
    private long heardFrom;
    /** Offset of the next snapshot. Earlier ones, if read again, do not show that a process is alive. */
    private long nextSnapshot;
    /** Offset after the last snapshot when the present consumer began to follow. */
    private long end;

    private final OwnerCheck owner = new OwnerCheck("the follower of stats");
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private boolean troubleLogged;

    /**
     * Stores the newest snapshots, and passes each loss, JSON, to {@code gaps}.
     *
     * @param outputs topics of the parsers that this gateway reads, among them that of their losses
     * @param rival takes all snapshots
     */
    public StatsFollower(
            Supplier<Consumer<byte[], byte[]>> consumers,
            OutputTopics outputs,
            NewestSnapshots snapshots,
            java.util.function.Consumer<byte[]> gaps,
            FailedRecords failed,
            NameRival rival) {
        this.rival = rival;
        this.consumers = consumers;
        this.failed = failed;
        this.statsPartition = new TopicPartition(outputs.topics().pipeline(), 0);
        this.ingestorsGaps = outputs.topics().gaps();
        this.ownGaps = outputs.gaps();
        this.snapshots = snapshots;
        this.gaps = gaps;
    }

    /** Waits until all snapshots that were in the topic at the start are read; returns false after the timeout. */
    public boolean awaitCaughtUp(long timeoutMs) throws InterruptedException {
        return caughtUp.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public String name() {
        return "gateway-figures-follower";
    }

    /** Polls once, with a new consumer after a failure. */
    @Override
    public int doWork() {
        owner.check();
        try {
            poll(connected());
            return 1;
        } catch (WakeupException expected) {
            return 1;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            if (!troubleLogged) {
                log.warn("following {} failed, trying again: {}", statsPartition.topic(), e.toString());
            }
            troubleLogged = true;
            disconnect();
            return 0;
        }
    }

    @Override
    public long idleNanos() {
        return RETRY_NANOS;
    }

    @Override
    public Duration stopTimeout() {
        return STOP_TIMEOUT;
    }

    @Override
    public void wake() {
        Consumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
    }

    @Override
    public void onClose() {
        disconnect();
    }

    private void disconnect() {
        Consumer<byte[], byte[]> current = consumer;
        consumer = null;
        if (current != null) {
            // The consumer is not in a group, so it does not have to send anything to Kafka.
            current.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private Consumer<byte[], byte[]> connected() {
        Consumer<byte[], byte[]> current = consumer;
        if (current == null) {
            current = consumers.get();
            // Set before its first call that may block, so that it can be woken up.
            consumer = current;
            begin(current);
        }
        return current;
    }

    private void begin(Consumer<byte[], byte[]> current) {
        Set<TopicPartition> losses =
                Set.copyOf(List.of(new TopicPartition(ingestorsGaps, 0), new TopicPartition(ownGaps, 0)));
        Set<TopicPartition> followed = new HashSet<>(losses);
        followed.add(statsPartition);
        current.assign(followed);
        current.seekToBeginning(List.of(statsPartition));
        end = current.endOffsets(List.of(statsPartition), ANSWER_TIMEOUT).getOrDefault(statsPartition, 0L);
        if (gapsFrom.isEmpty()) {
            gapsFrom.putAll(current.endOffsets(losses, ANSWER_TIMEOUT));
        }
        gapsFrom.forEach(current::seek);
        if (caughtUp.getCount() > 0) {
            heardFrom = end;
        }
        if (nextSnapshot > end) {
            // The topic was created again.
            nextSnapshot = 0;
            heardFrom = end;
        }
    }

    private void poll(Consumer<byte[], byte[]> current) {
        try {
            for (ConsumerRecord<byte[], byte[]> row : current.poll(POLL)) {
                attempt(row);
            }
        } catch (OffsetOutOfRangeException e) {
            current.seekToBeginning(e.partitions());
            if (e.partitions().contains(statsPartition)) {
                // The topic was created again: all its snapshots are new.
                nextSnapshot = 0;
                heardFrom = 0;
            }
        }
        if (caughtUp.getCount() > 0 && current.position(statsPartition, ANSWER_TIMEOUT) >= end) {
            snapshots.caughtUp();
            caughtUp.countDown();
        }
    }

    private void attempt(ConsumerRecord<byte[], byte[]> row) {
        try {
            accept(row);
        } catch (IllegalArgumentException e) {
            failed.foreign().ignored(row.topic(), row.partition(), row.offset(), e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            failed.skipped(row, e);
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> row) {
        if (!row.topic().equals(statsPartition.topic())) {
            gapsFrom.put(new TopicPartition(row.topic(), row.partition()), row.offset() + 1);
            if (row.value() == null) {
                throw new IllegalArgumentException("not a gap: the value must be there");
            }
            RecordVersion.require(row.headers());
            Gap gap = Gap.parse(new String(row.value(), StandardCharsets.UTF_8));
            boolean ofIngestor = gap.where() == Gap.Where.INGESTOR || gap.where() == Gap.Where.NODE;
            if (row.topic().equals(ownGaps) || ofIngestor) {
                gaps.accept(row.value());
            }
        } else if (row.offset() >= nextSnapshot) {
            nextSnapshot = row.offset() + 1;
            String key = row.key() == null ? "" : new String(row.key(), StandardCharsets.UTF_8);
            snapshots.put(key, row.value(), row.offset() >= heardFrom);
            rival.see(key, row.offset(), row.value());
        }
    }
}
