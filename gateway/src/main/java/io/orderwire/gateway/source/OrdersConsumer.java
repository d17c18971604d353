package io.orderwire.gateway.source;

import io.orderwire.gateway.sequence.Positions;
import io.orderwire.runtime.agent.OwnerCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's consumer on all partitions of the topic of orders, made again whenever it has failed. The first consumer begins
 * at the ends, later ones at the positions. Only {@link #wake()} may be called on any thread.
 */
public final class OrdersConsumer implements LivePosition, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OrdersConsumer.class);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Positions positions;
    private final List<TopicPartition> partitions;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean waiting;
    private volatile @Nullable Thread pausing;
    private final OwnerCheck owner = new OwnerCheck("the position of the live stream");
    private boolean begun;

    /**
     * Not connected.
     *
     * @param consumers makes a consumer whenever one is needed
     * @param positions positions of the live stream
     */
    public OrdersConsumer(Supplier<Consumer<byte[], byte[]>> consumers, Positions positions) {
        this.consumers = consumers;
        this.positions = positions;
        this.partitions = IntStream.range(0, positions.partitions())
                .mapToObj(partition -> new TopicPartition(positions.topic(), partition))
                .toList();
    }

    /** Where the live stream is, moved as records are read. */
    Positions positions() {
        return positions;
    }

    @Override
    public Uuid topicId() {
        return positions.topicId();
    }

    @Override
    public int partitions() {
        return positions.partitions();
    }

    @Override
    public long next(int partition) {
        owner.check();
        return positions.hasPendingGap(partition) ? UNSETTLED : position(partition);
    }

    @Override
    public long lastSeq(int partition) {
        owner.check();
        return positions.lastSeq(partition);
    }

    @Override
    public long held(int partition) {
        owner.check();
        return positions.heldOffset(partition);
    }

    /**
     * Makes a consumer if there is none.
     *
     * @param before takes the last records before the ends at which the first one begins
     */
    void connect(java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> before) {
        if (consumer != null) {
            return;
        }
        Consumer<byte[], byte[]> fresh = consumers.get();
        try {
            begin(fresh, before);
        } catch (KafkaException e) {
            fresh.close(CloseOptions.timeout(CLOSE_TIMEOUT));
            throw e;
        }
        consumer = fresh;
    }

    private Consumer<byte[], byte[]> connected() {
        owner.check();
        return Objects.requireNonNull(consumer, "connect first");
    }

    private void begin(
            Consumer<byte[], byte[]> fresh, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> before) {
        fresh.assign(partitions);
        if (begun) {
            partitions.forEach(partition -> fresh.seek(partition, positions.nextOffset(partition.partition())));
        } else {
            seekToEnd(fresh, before);
            begun = true;
        }
    }

    /** Queries the ends now, because Kafka's own seek to the end happens only in a later poll. */
    private void seekToEnd(
            Consumer<byte[], byte[]> current, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> before) {
        Map<TopicPartition, Long> ends = current.endOffsets(partitions, ANSWER_TIMEOUT);
        try {
            RecordsBefore.read(current, ends, before);
        } catch (OffsetOutOfRangeException e) {
            log.info("retention deleted the last records before the ends: {}", e.offsetOutOfRangePartitions());
        }
        ends.forEach((partition, end) -> {
            current.seek(partition, end);
            positions.moveTo(partition.partition(), end);
        });
    }

    /**
     * Continues in partitions that no longer contain their next offset. Continues at the end, or at the beginning if {@code
     * whole} and the next offset is before it.
     */
    void goOn(Map<TopicPartition, Long> gone, boolean whole) {
        Consumer<byte[], byte[]> current = connected();
        Map<TopicPartition, Long> ends = current.endOffsets(gone.keySet(), ANSWER_TIMEOUT);
        Map<TopicPartition, Long> begins = current.beginningOffsets(gone.keySet(), ANSWER_TIMEOUT);
        gone.forEach((partition, next) -> {
            long begin = begins.getOrDefault(partition, 0L);
            goTo(partition, whole && next < begin ? begin : ends.getOrDefault(partition, 0L));
        });
    }

    /** Continues a partition at an offset. */
    void goTo(TopicPartition partition, long offset) {
        connected().seek(partition, offset);
        positions.moveTo(partition.partition(), offset);
    }

    /** The offset up to which everything was read, including the ends of transactions. */
    long position(int partition) {
        long next = positions.nextOffset(partition);
        Consumer<byte[], byte[]> current = consumer;
        try {
            return current == null ? next : Math.max(next, current.position(partitions.get(partition), Duration.ZERO));
        } catch (KafkaException expected) {
            return next;
        }
    }

    /** Goes to the beginning of all partitions. */
    void goToBeginning() {
        Consumer<byte[], byte[]> current = connected();
        partitions.forEach(partition -> current.seek(partition, 0));
    }

    /**
     * Polls once. Only a poll that waits is woken up: otherwise a steady stream of tasks would abort every poll before it
     * returns records.
     *
     * @param wait how long to wait for records, called after {@link #wake()} has begun to be effective, so that it sees all
     *     earlier messages
     */
    ConsumerRecords<byte[], byte[]> poll(Supplier<Duration> wait) {
        Consumer<byte[], byte[]> current = connected();
        waiting = true;
        try {
            Duration most = wait.get();
            waiting = !most.isZero();
            return current.poll(most);
        } finally {
            waiting = false;
        }
    }

    /**
     * Waits without a consumer, until {@link #wake()}.
     *
     * @param busy whether there is work; called after {@link #wake()} has begun to be effective
     * @throws InterruptException when the thread was interrupted
     */
    void pause(long nanos, BooleanSupplier busy) {
        pausing = Thread.currentThread();
        try {
            if (!busy.getAsBoolean()) {
                LockSupport.parkNanos(this, nanos);
            }
        } finally {
            pausing = null;
        }
        if (Thread.interrupted()) {
            throw new InterruptException("interrupted while pausing");
        }
    }

    /** Ends the present poll or pause if it waits; may be called by any thread. */
    public void wake() {
        Consumer<byte[], byte[]> current = consumer;
        if (waiting && current != null) {
            current.wakeup();
        }
        LockSupport.unpark(pausing);
    }

    @Override
    public void close() {
        Consumer<byte[], byte[]> current = consumer;
        consumer = null;
        if (current != null) {
            current.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }
}
