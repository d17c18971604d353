package io.orderwire.gateway.replay;

import io.orderwire.gateway.sequence.PackedOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Kafka's consumer for the replays, and its position in each partition. */
final class ReplayConsumer {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final long UNKNOWN = -1;

    /** Orders after which no further record is handed out at once: all of them must fit into the send queue of a client. */
    private static final int MOST_ORDERS = 250;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final List<TopicPartition> partitions;
    private final long[] positions;
    private final BitSet wanted = new BitSet();
    /** Polled records from {@link #positions} on: those with several orders are not handed out all at once. */
    private final Deque<ConsumerRecord<byte[], byte[]>> left = new ArrayDeque<>();

    private @Nullable Consumer<byte[], byte[]> consumer;

    /** @param consumers makes a consumer whenever one is needed */
    ReplayConsumer(Supplier<Consumer<byte[], byte[]>> consumers, String topic, int partitions) {
        this.consumers = consumers;
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        this.positions = new long[partitions];
    }

    /** All partitions of the topic, in order. */
    List<TopicPartition> partitions() {
        return partitions;
    }

    /** The consumer, which is made if there is none. */
    Consumer<byte[], byte[]> connected() {
        Consumer<byte[], byte[]> current = consumer;
        if (current == null) {
            current = consumers.get();
            consumer = current;
            current.assign(partitions);
            forgetPositions();
        }
        return current;
    }

    /** Seeks to the lowest next offset of these replays in each partition. */
    void seek(List<ReplayRun> together) {
        Consumer<byte[], byte[]> current = connected();
        for (int partition = 0; partition < positions.length; partition++) {
            int number = partition;
            long first = together.stream()
                    .mapToLong(run -> run.track().next(number))
                    .min()
                    .orElse(0);
            wanted.set(partition, first != Long.MAX_VALUE);
            if (wanted.get(partition)) {
                current.resume(List.of(partitions.get(partition)));
                // A seek discards fetched records, so it is omitted if reading continues at the position.
                seek(current, partition, first);
            } else {
                current.pause(List.of(partitions.get(partition)));
                giveBack(current, partition);
                // Kafka's consumer needs a position of each partition, even if it does not fetch from there.
                seek(current, partition, Math.max(0, positions[partition]));
            }
        }
    }

    private void seek(Consumer<byte[], byte[]> current, int partition, long offset) {
        if (positions[partition] != offset) {
            left.removeIf(row -> row.partition() == partition);
            current.seek(partitions.get(partition), offset);
            positions[partition] = offset;
        }
    }

    /** Lets Kafka's consumer read the records of a partition again that were polled and not handed out. */
    private void giveBack(Consumer<byte[], byte[]> current, int partition) {
        if (left.removeIf(row -> row.partition() == partition)) {
            current.seek(partitions.get(partition), positions[partition]);
        }
    }

    /** Polls once, from the position of {@link #seek} or of the last poll, unless records of an earlier poll are left. */
    List<ConsumerRecord<byte[], byte[]>> poll() {
        if (left.isEmpty()) {
            connected().poll(POLL).forEach(left::add);
        }
        List<ConsumerRecord<byte[], byte[]>> rows = new ArrayList<>();
        for (int orders = 0; orders < MOST_ORDERS && !left.isEmpty(); ) {
            ConsumerRecord<byte[], byte[]> row = left.remove();
            orders += PackedOrder.count(row);
            rows.add(row);
        }
        return rows;
    }

    /** Offsets before which the last poll has read all, the ends of transactions included, by partition. */
    long[] positions() {
        Consumer<byte[], byte[]> current = connected();
        for (int partition = wanted.nextSetBit(0); partition >= 0; partition = wanted.nextSetBit(partition + 1)) {
            positions[partition] = current.position(partitions.get(partition), ANSWER_TIMEOUT);
        }
        left.descendingIterator().forEachRemaining(row -> positions[row.partition()] = row.offset());
        return positions.clone();
    }

    /** Forgets the positions, so that the next {@link #seek} does seek in each partition. */
    void forgetPositions() {
        Arrays.fill(positions, UNKNOWN);
        left.clear();
    }

    boolean isConnected() {
        return consumer != null;
    }

    void close() {
        Consumer<byte[], byte[]> current = consumer;
        consumer = null;
        left.clear();
        if (current != null) {
            current.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }
}
