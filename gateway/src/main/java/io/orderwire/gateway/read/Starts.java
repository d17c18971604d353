package io.orderwire.gateway.read;

import io.orderwire.gateway.protocol.StartPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Finds out from Kafka where tracks begin, as things are now. Throws what its consumer throws. */
final class Starts {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final LongSupplier nowMs;
    private final List<Long> ends;

    /**
     * @param partitions all of the topic, in order
     * @param ends where they end
     * @param nowMs epoch milliseconds by the clock that stamped the records
     */
    Starts(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, List<Long> ends, LongSupplier nowMs) {
        this.consumer = consumer;
        this.partitions = partitions;
        this.nowMs = nowMs;
        this.ends = ends;
    }

    void begin(Track track, StartPosition from) {
        if (from instanceof StartPosition.Behind behind) {
            track.begin(behind.cursor());
        } else if (from instanceof StartPosition.Ago ago) {
            track.begin(since(nowMs.getAsLong() - ago.ms()));
        } else {
            List<Long> begins = inOrder(consumer.beginningOffsets(partitions, ANSWER_TIMEOUT));
            track.begin(begins.stream().mapToLong(offset -> offset).toArray());
        }
        track.endsAt(ends);
    }

    private long[] since(long ms) {
        Map<TopicPartition, Long> wanted =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> ms));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted, ANSWER_TIMEOUT);
        long[] offsets = new long[partitions.size()];
        for (int partition = 0; partition < offsets.length; partition++) {
            OffsetAndTimestamp first = found.get(partitions.get(partition));
            offsets[partition] = first == null ? ends.get(partition) : first.offset();
        }
        return offsets;
    }

    private List<Long> inOrder(Map<TopicPartition, Long> offsets) {
        return partitions.stream()
                .map(partition -> offsets.getOrDefault(partition, 0L))
                .toList();
    }
}
