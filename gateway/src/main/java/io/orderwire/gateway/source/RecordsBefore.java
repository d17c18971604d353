package io.orderwire.gateway.source;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last records before the ends of the partitions. A client that resumes from a cursor, or begins in the past, may have
 * received records of a transaction that was aborted since. These are written again and have to be recognized then.
 */
final class RecordsBefore {
    private static final Logger log = LoggerFactory.getLogger(RecordsBefore.class);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    /** Number of offsets before the ends that are read at the start; the ends of transactions count too. */
    private static final long TAIL = 100;

    private static final long TAIL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration TAIL_POLL = Duration.ofMillis(50);

    private RecordsBefore() {}

    /** Reads the last records before these ends, for at most a second. */
    static void read(
            Consumer<byte[], byte[]> current,
            Map<TopicPartition, Long> ends,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> before) {
        Map<TopicPartition, Long> begins = current.beginningOffsets(ends.keySet(), ANSWER_TIMEOUT);
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
                        "could not read the last records before the ends within 1 s; rewritten records may be sent twice: {}",
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
}
