package io.orderwire.parser.shed;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Kafka Streams' consumer of blocks, which seeks past shed blocks instead of fetching them: under a lasting overload, a
 * partition may never catch up if blocks are fetched only to be dropped.
 *
 * <p>At the newer offsets, there may only be the end of a transaction or blocks of an aborted one. If no record arrives at or
 * after the target of a seek, the consumer returns to the blocks before it, because they are the newest. A gap marker of the
 * ingestor counts as a record: it names the next sequence, so the shed blocks can be reported before it.
 */
public class SkippingConsumer extends KafkaConsumer<byte[], byte[]> {
    /**
     * A range of at most this many offsets, including transaction markers, is read and not skipped, because most of it has been
     * fetched already.
     */
    private static final long FEW = 16;

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    /**
     * The end of a range of shed blocks, until a record arrives at or after it.
     *
     * @param from offset of the first shed block
     * @param resumeAt offset of the first block to read
     * @param sought whether this consumer called seek for it: then its position is greater than {@code resumeAt} after the
     *     first answer
     */
    private record Target(long from, long resumeAt, boolean sought) {}

    private final ShedOffsets shedOffsets;
    private final ThreadLags lags;
    private final Map<TopicPartition, Target> targets = new HashMap<>();

    /** A consumer for Streams. */
    public SkippingConsumer(Map<String, Object> config, BlockShedding shedding) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.shedOffsets = shedding.shedOffsets();
        this.lags = shedding.lags();
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (!shedOffsets.isEmpty()) {
            for (TopicPartition partition : assignment()) {
                ShedOffsets.Range range = shedOffsets.take(partition.partition());
                if (range != null) {
                    skip(partition, range);
                }
            }
        }
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        lags.polled(records);
        if (!targets.isEmpty()) {
            targets.keySet().removeAll(records.partitions());
            targets.keySet().retainAll(assignment());
            returnFromEmptyTargets();
        }
        return records;
    }

    private void skip(TopicPartition partition, ShedOffsets.Range range) {
        try {
            long position = position(partition, AT_ONCE);
            long resumeAt = range.resumeAt();
            if (range.from() != ShedOffsets.HERE) {
                if (position >= resumeAt) {
                    targets.put(partition, new Target(range.from(), resumeAt, false));
                }
            } else if (resumeAt - position > FEW) {
                seek(partition, resumeAt);
                targets.put(partition, new Target(position, resumeAt, true));
            }
        } catch (TimeoutException expected) {
            // The position is not known yet.
            shedOffsets.putBack(partition.partition(), range);
        }
    }

    private void returnFromEmptyTargets() {
        Iterator<Map.Entry<TopicPartition, Target>> each = targets.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<TopicPartition, Target> entry = each.next();
            if (isAtTheEnd(entry.getKey(), entry.getValue())) {
                shedOffsets.newestBefore(
                        entry.getKey().partition(), entry.getValue().resumeAt());
                seek(entry.getKey(), entry.getValue().from());
                each.remove();
            }
        }
    }

    /** Known from the last fetch, without asking Kafka. */
    private boolean isAtTheEnd(TopicPartition partition, Target target) {
        try {
            return (!target.sought() || position(partition, AT_ONCE) > target.resumeAt())
                    && currentLag(partition).orElse(1) <= 0;
        } catch (TimeoutException expected) {
            return false;
        }
    }
}
