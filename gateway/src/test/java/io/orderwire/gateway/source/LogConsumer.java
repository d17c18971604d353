package io.orderwire.gateway.source;

import io.orderwire.contract.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;

/** A consumer of a log in memory that knows the offsets of newer records. */
final class LogConsumer extends MockConsumer<byte[], byte[]> {
    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    private final long maxAgeMs;
    private int questions;

    LogConsumer(int partitions, long end, long maxAgeMs) {
        super("none");
        this.maxAgeMs = maxAgeMs;
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            beginnings.put(new TopicPartition(Topics.DEFAULT.orders(), partition), end);
            ends.put(new TopicPartition(Topics.DEFAULT.orders(), partition), end);
        }
        updateBeginningOffsets(beginnings);
        updateEndOffsets(ends);
    }

    /** Puts a record at the end of the log; it is polled when the position is at or before it. */
    void append(ConsumerRecord<byte[], byte[]> row) {
        log.add(row);
        addRecord(row);
    }

    /** Adds a record to the log that the next poll does not return. */
    void appendUnread(ConsumerRecord<byte[], byte[]> row) {
        log.add(row);
    }

    int questions() {
        return questions;
    }

    /** The offset at which to resume instead of a record, if every record was readable as soon as it was written. */
    long instead(int partition, long offset, long nowMs) {
        questions++;
        long timestampMs = log.stream()
                .filter(row -> row.partition() == partition && row.offset() == offset)
                .mapToLong(ConsumerRecord::timestamp)
                .findFirst()
                .orElse(nowMs);
        if (nowMs - timestampMs <= maxAgeMs) {
            return 0;
        }
        List<ConsumerRecord<byte[], byte[]>> newer = log.stream()
                .filter(row -> row.partition() == partition && row.timestamp() - timestampMs >= maxAgeMs)
                .toList();
        return newer.stream()
                .filter(row -> nowMs - row.timestamp() <= maxAgeMs / 2)
                .findFirst()
                .or(() -> newer.stream().reduce((earlier, later) -> later))
                .map(ConsumerRecord::offset)
                .orElse(0L);
    }
}
