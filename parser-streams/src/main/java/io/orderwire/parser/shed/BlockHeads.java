package io.orderwire.parser.shed;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the heads of blocks without a group: the first or last committed one at or after an offset. */
final class BlockHeads {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final long timeoutMs;

    BlockHeads(Consumer<byte[], byte[]> consumer, long timeoutMs) {
        this.consumer = consumer;
        this.timeoutMs = timeoutMs;
    }

    /** The first block of each partition at or after its offset; partitions in which none is found in time are left out. */
    Map<TopicPartition, BlockHead> from(Map<TopicPartition, Long> offsets) {
        return from(offsets, Map.of());
    }

    /**
     * Like {@link #from(Map)}, but ignores blocks that are older than the partition's time in {@code leastMs}; never ignores a
     * block that a start position requested.
     */
    Map<TopicPartition, BlockHead> from(Map<TopicPartition, Long> offsets, Map<TopicPartition, Long> leastMs) {
        return read(
                offsets,
                true,
                (partition, head) ->
                        head.replay() || head.timestamp() >= leastMs.getOrDefault(partition, Long.MIN_VALUE));
    }

    /** The last block of each partition at or after its offset, among the blocks that are read in time. */
    Map<TopicPartition, BlockHead> last(Map<TopicPartition, Long> offsets) {
        return read(offsets, false, (partition, head) -> true);
    }

    /**
     * @param first whether to return the first matching block of each partition instead of the last
     */
    private Map<TopicPartition, BlockHead> read(
            Map<TopicPartition, Long> offsets, boolean first, BiPredicate<TopicPartition, BlockHead> wanted) {
        Map<TopicPartition, BlockHead> heads = new HashMap<>();
        consumer.assign(offsets.keySet());
        offsets.forEach(consumer::seek);
        Map<TopicPartition, Long> missing = new HashMap<>(consumer.endOffsets(offsets.keySet()));
        long deadline = System.nanoTime() + timeoutMs * 1_000_000;
        while (deadline - System.nanoTime() > 0) {
            missing.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (first) {
                missing.keySet().removeAll(heads.keySet());
            }
            if (missing.isEmpty()) {
                break;
            }
            for (ConsumerRecord<byte[], byte[]> raw : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(raw.topic(), raw.partition());
                BlockHead head = first && heads.containsKey(partition) ? null : BlockHead.of(raw);
                if (head != null && wanted.test(partition, head)) {
                    heads.put(partition, head);
                }
            }
            if (first) {
                consumer.pause(heads.keySet());
            }
        }
        // Partitions stay paused if the next assignment is the same.
        consumer.resume(consumer.assignment());
        return heads;
    }
}
