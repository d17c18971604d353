package io.orderwire.gateway.read;

import io.orderwire.gateway.sequence.Positions;
import io.orderwire.runtime.agent.OwnerCheck;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's consumer on all partitions of the topic of orders, made anew whenever it has failed. It begins at the ends,
 * later ones where the positions are. Only {@link #wake()} may be called on any thread.
 */
final class OrdersConsumer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OrdersConsumer.class);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    /** Records before the ends that are looked at in the beginning; the ends of transactions count too. */
    private static final long TAIL = 100;

    private static final long TAIL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration TAIL_POLL = Duration.ofMillis(50);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Positions positions;
    private final java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> before;
    private final List<TopicPartition> partitions;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean waiting;
    private final OwnerCheck owner = new OwnerCheck("the consumer of orders");
    private boolean begun;

    /** @param before told the last records before the ends at which it begins */
    OrdersConsumer(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Positions positions,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> before) {
        this.consumers = consumers;
        this.positions = positions;
        this.before = before;
        this.partitions = IntStream.range(0, positions.partitions())
                .mapToObj(partition -> new TopicPartition(positions.topic(), partition))
                .toList();
    }

    private Consumer<byte[], byte[]> connected() {
        owner.check();
        Consumer<byte[], byte[]> current = consumer;
        if (current == null) {
            current = consumers.get();
            try {
                begin(current);
            } catch (KafkaException e) {
                current.close(CloseOptions.timeout(CLOSE_TIMEOUT));
                throw e;
            }
            consumer = current;
        }
        return current;
    }

    private void begin(Consumer<byte[], byte[]> fresh) {
        fresh.assign(partitions);
        if (begun) {
            partitions.forEach(partition -> fresh.seek(partition, positions.nextOffset(partition.partition())));
        } else {
            seekToEnd(fresh);
            begun = true;
        }
    }

    /** Asks for the ends now: Kafka's own seek to the end takes place at some later poll. */
    private void seekToEnd(Consumer<byte[], byte[]> current) {
        Map<TopicPartition, Long> ends = current.endOffsets(partitions, ANSWER_TIMEOUT);
        try {
            lookBefore(current, ends);
        } catch (OffsetOutOfRangeException e) {
            log.info("retention took what stood before the ends: {}", e.offsetOutOfRangePartitions());
        }
        ends.forEach((partition, end) -> {
            current.seek(partition, end);
            positions.moveTo(partition.partition(), end);
        });
    }

    /**
     * Who comes with a cursor, or begins in the past, may have been shown what a transaction wrote that was aborted since.
     * It is written again, and is to be known for what it is: so the last of what stands before the ends is looked at.
     */
    private void lookBefore(Consumer<byte[], byte[]> current, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> begins = current.beginningOffsets(partitions, ANSWER_TIMEOUT);
        Map<TopicPartition, Long> open = new HashMap<>(ends);
        open.forEach(
                (partition, end) -> current.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - TAIL)));
        long begunNanos = System.nanoTime();
        while (true) {
            open.entrySet().removeIf(end -> current.position(end.getKey(), ANSWER_TIMEOUT) >= end.getValue());
            if (open.isEmpty()) {
                return;
            }
            if (System.nanoTime() - begunNanos > TAIL_NANOS) {
                log.warn(
                        "what stands before the ends was not read in time, and is not known should it come again: {}",
                        open);
                return;
            }
            for (ConsumerRecord<byte[], byte[]> row : current.poll(TAIL_POLL)) {
                Long end = ends.get(new TopicPartition(row.topic(), row.partition()));
                if (end != null && row.offset() < end) {
                    before.accept(row);
                }
            }
        }
    }

    /**
     * Goes on in partitions that do not hold the next offset any more, given by partition: at the end, or in the
     * beginning where {@code whole} and what follows it is still there.
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

    /** Goes on at that offset. */
    void goTo(TopicPartition partition, long offset) {
        connected().seek(partition, offset);
        positions.moveTo(partition.partition(), offset);
    }

    /** Offset up to which all has been read, the ends of transactions included. */
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
     * @param wait how long to wait for records, asked when {@link #wake()} has begun to end the poll: whatever was
     *     handed in before has to be seen by it
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

    /** Ends the poll at hand, if there is one that waits. */
    void wake() {
        Consumer<byte[], byte[]> current = consumer;
        if (waiting && current != null) {
            current.wakeup();
        }
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
