package io.orderwire.gateway.replay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the partitions of a topic end, as Kafka said not long ago. A consumer's own {@code currentLag} is not to be
 * trusted here: it takes any offset that Kafka was asked for, the first of a partition too, for its end.
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

    /** By partition; asks with that consumer when it is time, and throws what that throws. */
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
