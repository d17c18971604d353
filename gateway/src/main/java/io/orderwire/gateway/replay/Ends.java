package io.orderwire.gateway.replay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The ends of a topic's partitions, as Kafka reported them recently. A consumer's own {@code currentLag} cannot be used:
 * after any query for offsets, even for the first ones, it takes the answer for the end of the partition.
 */
final class Ends {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final List<TopicPartition> partitions;
    private final LongSupplier nanoTime;
    private List<Long> ends = List.of();
    private long askedNanos;

    /** @param partitions all of the topic, in order */
    Ends(List<TopicPartition> partitions, LongSupplier nanoTime) {
        this.partitions = partitions;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns the ends by partition; queries them with {@code consumer} if they are old, and throws the consumer's
     * exceptions.
     */
    List<Long> of(Consumer<byte[], byte[]> consumer) {
        long now = nanoTime.getAsLong();
        if (ends.isEmpty() || now - askedNanos > FRESH_NANOS) {
            Map<TopicPartition, Long> answer = consumer.endOffsets(partitions, ANSWER_TIMEOUT);
            ends = partitions.stream()
                    .map(partition -> answer.getOrDefault(partition, 0L))
                    .toList();
            askedNanos = now;
        }
        return ends;
    }
}
