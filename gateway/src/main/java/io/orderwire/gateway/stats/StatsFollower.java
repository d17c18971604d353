package io.orderwire.gateway.stats;

import io.orderwire.contract.gap.Gap;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.stats.StatsNames;
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
 * Follows two small topics with a thread of its own: the figures of all processes from the beginning, and losses from
 * now on. What Kafka refuses is tried again with a new consumer for as long as the process lives.
 */
public final class StatsFollower implements AutoCloseable, StallWatchdog.Stage {
    private static final Logger log = LoggerFactory.getLogger(StatsFollower.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final long PAUSE_MS = 500;
    private static final long JOIN_MS = 2_000;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final NewestSnapshots board;
    private final java.util.function.Consumer<byte[]> gaps;
    private final FailedRecords failed;
    private final NameRival rival;
    private final TopicPartition figures;
    private final String ingestorsGaps;
    private final String ownGaps;
    private final Map<TopicPartition, Long> gapsFrom = new HashMap<>();
    /** Snapshots from this offset on were written after this gateway began to follow. */
    private long heardFrom;
    /** Offset of the next snapshot. Earlier ones, if read again, do not show that a process is alive. */
    private long nextFigures;

    private final Thread thread;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean stopping;
    private volatile boolean running;
    private volatile long turns;
    private boolean troubleLogged;

    /**
     * Puts figures on the board, and hands each loss, JSON, to {@code gaps}.
     *
     * @param outputs of this line's parser, one of whose topics is that of its losses
     * @param rival is shown all snapshots
     */
    public StatsFollower(
            Supplier<Consumer<byte[], byte[]>> consumers,
            OutputTopics outputs,
            NewestSnapshots board,
            java.util.function.Consumer<byte[]> gaps,
            FailedRecords failed,
            NameRival rival,
            StallWatchdog watchdog) {
        this.rival = rival;
        this.consumers = consumers;
        this.failed = failed;
        this.figures = new TopicPartition(outputs.topics().pipeline(), 0);
        this.ingestorsGaps = outputs.topics().gaps();
        this.ownGaps = outputs.gaps();
        this.board = board;
        this.gaps = gaps;
        this.thread = watchdog.thread("gateway-figures-follower", this::run);
    }

    /** Begins to follow. */
    public void start() {
        thread.start();
    }

    /** Waits until all figures that stood in the topic at the start are on the board; false when the time is up. */
    public boolean awaitCaughtUp(long timeoutMs) throws InterruptedException {
        return caughtUp.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    private void run() {
        running = true;
        try {
            while (!stopping) {
                turn();
            }
        } finally {
            running = false;
        }
    }

    /** Follows with a new consumer until Kafka refuses something. */
    private void turn() {
        Consumer<byte[], byte[]> current = consumers.get();
        try {
            consumer = current;
            follow(current);
        } catch (WakeupException | InterruptException expected) {
            stopping = true;
        } catch (KafkaException e) {
            if (!troubleLogged) {
                log.warn("following {} failed, trying again: {}", figures.topic(), e.toString());
            }
            troubleLogged = true;
            pause();
        } finally {
            moved();
            // The consumer is not in a group, so it does not have to send anything to Kafka.
            current.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread only
    private void moved() {
        turns++;
    }

    @Override
    public boolean hasWork() {
        return running;
    }

    @Override
    public long progress() {
        return turns;
    }

    private void follow(Consumer<byte[], byte[]> current) {
        Set<TopicPartition> losses =
                Set.copyOf(List.of(new TopicPartition(ingestorsGaps, 0), new TopicPartition(ownGaps, 0)));
        Set<TopicPartition> followed = new HashSet<>(losses);
        followed.add(figures);
        current.assign(followed);
        current.seekToBeginning(List.of(figures));
        long end = current.endOffsets(List.of(figures), ANSWER_TIMEOUT).getOrDefault(figures, 0L);
        if (gapsFrom.isEmpty()) {
            gapsFrom.putAll(current.endOffsets(losses, ANSWER_TIMEOUT));
        }
        gapsFrom.forEach(current::seek);
        if (caughtUp.getCount() > 0) {
            heardFrom = end;
        }
        if (nextFigures > end) {
            // The topic was created again.
            nextFigures = 0;
            heardFrom = end;
        }
        while (!stopping) {
            moved();
            try {
                for (ConsumerRecord<byte[], byte[]> row : current.poll(POLL)) {
                    attempt(row);
                }
            } catch (OffsetOutOfRangeException e) {
                current.seekToBeginning(e.partitions());
                if (e.partitions().contains(figures)) {
                    // The topic was created again: all its snapshots are new.
                    nextFigures = 0;
                    heardFrom = 0;
                }
            }
            if (caughtUp.getCount() > 0 && current.position(figures, ANSWER_TIMEOUT) >= end) {
                board.caughtUp();
                caughtUp.countDown();
            }
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
        if (!row.topic().equals(figures.topic())) {
            gapsFrom.put(new TopicPartition(row.topic(), row.partition()), row.offset() + 1);
            if (row.value() == null) {
                throw new IllegalArgumentException("not a gap: the value must be there");
            }
            Gap gap = Gap.parse(new String(row.value(), StandardCharsets.UTF_8));
            boolean ofIngestor =
                    gap.where().equals(StatsNames.INGESTOR) || gap.where().equals(Gap.NODE);
            if (row.topic().equals(ownGaps) || ofIngestor) {
                gaps.accept(row.value());
            }
        } else if (row.offset() >= nextFigures) {
            nextFigures = row.offset() + 1;
            String key = row.key() == null ? "" : new String(row.key(), StandardCharsets.UTF_8);
            board.put(key, row.value(), row.offset() >= heardFrom);
            rival.see(key, row.offset(), row.value());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopping = true;
        Consumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
