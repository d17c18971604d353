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
 * Kafka Streams' consumer of blocks, which seeks past those that are given up instead of fetching them: under a lasting
 * overload a partition whose blocks are only fetched to be skipped may never catch up.
 *
 * <p>What Kafka calls newer may be the end of a transaction or blocks of one that was aborted. When nothing comes where
 * reading goes on, the consumer returns to what it has passed over, which is then the newest there is. A marker of the
 * ingestor's is something: it names the sequence behind it, so that what was passed over can be told before it.
 */
public final class SkippingConsumer extends KafkaConsumer<byte[], byte[]> {
    /** So few offsets, transactions' markers among them, are read: they are mostly fetched already. */
    private static final long FEW = 16;

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    /**
     * No record has come yet behind what was passed over.
     *
     * @param from offset of the first block passed over
     * @param goOnAt offset of the first one wanted
     * @param sought whether this consumer went there, so that it stands behind it once it has been answered
     */
    private record Landing(long from, long goOnAt, boolean sought) {}

    private final ShedOffsets passedOver;
    private final ThreadLags backlogs;
    private final Map<TopicPartition, Landing> landings = new HashMap<>();

    /** A consumer for Streams. */
    public SkippingConsumer(Map<String, Object> config, BlockShedding shedding) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.passedOver = shedding.passedOver();
        this.backlogs = shedding.backlogs();
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (!passedOver.isEmpty()) {
            for (TopicPartition partition : assignment()) {
                ShedOffsets.Range range = passedOver.take(partition.partition());
                if (range != null) {
                    skip(partition, range);
                }
            }
        }
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        backlogs.polled(records);
        if (!landings.isEmpty()) {
            landings.keySet().removeAll(records.partitions());
            landings.keySet().retainAll(assignment());
            returnWhereNothingIs();
        }
        return records;
    }

    private void skip(TopicPartition partition, ShedOffsets.Range range) {
        try {
            long position = position(partition, AT_ONCE);
            long goOnAt = range.goOnAt();
            if (range.from() != ShedOffsets.HERE) {
                if (position >= goOnAt) {
                    landings.put(partition, new Landing(range.from(), goOnAt, false));
                }
            } else if (goOnAt - position > FEW) {
                seek(partition, goOnAt);
                landings.put(partition, new Landing(position, goOnAt, true));
            }
        } catch (TimeoutException expected) {
            // Not yet known where it stands.
            passedOver.putBack(partition.partition(), range);
        }
    }

    private void returnWhereNothingIs() {
        Iterator<Map.Entry<TopicPartition, Landing>> each = landings.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<TopicPartition, Landing> entry = each.next();
            if (isAtTheEnd(entry.getKey(), entry.getValue())) {
                passedOver.nothingBehind(
                        entry.getKey().partition(), entry.getValue().goOnAt());
                seek(entry.getKey(), entry.getValue().from());
                each.remove();
            }
        }
    }

    /** Known from the last fetch, without asking Kafka. */
    private boolean isAtTheEnd(TopicPartition partition, Landing landing) {
        try {
            return (!landing.sought() || position(partition, AT_ONCE) > landing.goOnAt())
                    && currentLag(partition).orElse(1) <= 0;
        } catch (TimeoutException expected) {
            return false;
        }
    }
}
