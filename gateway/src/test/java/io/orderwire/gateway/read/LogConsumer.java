package io.orderwire.gateway.read;

import io.orderwire.orders.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** A consumer of a log in memory that knows where its records of a time are, and polls as many records as it may. */
final class LogConsumer extends MockConsumer<byte[], byte[]> {
    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    private int timeQueries;
    private int lateWakeups;

    LogConsumer(int partitions, long end) {
        super("none");
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            beginnings.put(new TopicPartition(Topics.ORDERS, partition), 0L);
            ends.put(new TopicPartition(Topics.ORDERS, partition), end);
        }
        updateBeginningOffsets(beginnings);
        updateEndOffsets(ends);
    }

    /** Puts a record at the end of the log; it is polled when the position is at or before it. */
    void append(ConsumerRecord<byte[], byte[]> row) {
        log.add(row);
        addRecord(row);
    }

    /** In the log, but not among what the next poll brings. */
    void appendUnread(ConsumerRecord<byte[], byte[]> row) {
        log.add(row);
    }

    int timeQueries() {
        return timeQueries;
    }

    /** So many of the next questions for the offsets of a time end by a wake-up meant for a poll before. */
    void wakeLate(int times) {
        lateWakeups = times;
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> wanted, Duration timeout) {
        timeQueries++;
        if (lateWakeups > 0) {
            lateWakeups--;
            throw new WakeupException();
        }
        Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
        wanted.forEach((partition, ms) -> found.put(
                partition,
                log.stream()
                        .filter(row -> row.partition() == partition.partition() && row.timestamp() >= ms)
                        .min(Comparator.comparingLong(ConsumerRecord::offset))
                        .map(row -> new OffsetAndTimestamp(row.offset(), row.timestamp()))
                        .orElse(null)));
        return found;
    }
}
