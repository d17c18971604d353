package io.orderwire.parser.shed;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Looks at blocks without a group: the first committed one at or after an offset. */
final class BlockHeads {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final long timeoutMs;

    BlockHeads(Consumer<byte[], byte[]> consumer, long timeoutMs) {
        this.consumer = consumer;
        this.timeoutMs = timeoutMs;
    }

    /** For each partition its first block from that offset on; one where none stands, or none comes in time, is left out. */
    Map<TopicPartition, BlockHead> from(Map<TopicPartition, Long> offsets) {
        return from(offsets, Map.of());
    }

    /**
     * The same of blocks that are no older than the partition's time, given by partition; a block that a start position
     * asked for is never looked past.
     */
    Map<TopicPartition, BlockHead> from(Map<TopicPartition, Long> offsets, Map<TopicPartition, Long> leastMs) {
        return read(
                offsets,
                true,
                (partition, head) ->
                        head.replay() || head.timestamp() >= leastMs.getOrDefault(partition, Long.MIN_VALUE));
    }

    /** For each partition the last block behind that offset, as far as it comes in time. */
    Map<TopicPartition, BlockHead> last(Map<TopicPartition, Long> offsets) {
        return read(offsets, false, (partition, head) -> true);
    }

    /** @param first take the first that is wanted of each partition, and not the last */
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
        // An assignment that does not change keeps what is paused.
        consumer.resume(consumer.assignment());
        return heads;
    }
}
