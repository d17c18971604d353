package io.orderwire.gateway.read;

import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Keeps records of a topic that was deleted and created again from being taken for those of the one that is read.
 * Kafka's consumer goes on in such a topic at its old offsets without a word, and no record says which topic it is of.
 * But records of another one come after a silence, or do not follow in sequence: then, and only then, Kafka is asked
 * for the topic's id before they are passed on. That costs a light stream about a millisecond, and a dense one nothing.
 */
final class TopicGuard {
    /** Deleting and creating a topic takes the pipeline longer. */
    static final long QUIET_MS = 100;

    private final OrdersReader.TopicIds topicIds;
    private final Positions positions;
    private final RecordFilter filter;
    private final LongSupplier nowMs;
    private long arrivedMs;
    private long newestMs;

    /** @param nowMs milliseconds by a clock that is not set */
    TopicGuard(OrdersReader.TopicIds topicIds, Positions positions, RecordFilter filter, LongSupplier nowMs) {
        this.topicIds = topicIds;
        this.positions = positions;
        this.filter = filter;
        this.nowMs = nowMs;
    }

    /**
     * The id of the topic that these records are of, at least one.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka was asked and did not answer
     */
    Uuid topicOf(ConsumerRecords<byte[], byte[]> rows) {
        Uuid id = seemsToGoOn(rows) ? positions.topicId() : topicIds.now();
        arrivedMs = nowMs.getAsLong();
        // Of these records alone: one from a clock that was ahead must not hide a silence from then on.
        newestMs = Long.MIN_VALUE;
        for (TopicPartition partition : rows.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> part = rows.records(partition);
            newestMs = Math.max(newestMs, part.get(part.size() - 1).timestamp());
        }
        return id;
    }

    private boolean seemsToGoOn(ConsumerRecords<byte[], byte[]> rows) {
        if (nowMs.getAsLong() - arrivedMs > QUIET_MS) {
            return false;
        }
        for (TopicPartition partition : rows.partitions()) {
            ConsumerRecord<byte[], byte[]> first = rows.records(partition).get(0);
            boolean follows = first.value() != null
                    && filter.seqOrNone(first)
                            == positions.of(partition.partition()).last() + 1;
            if (!follows || first.timestamp() > newestMs + QUIET_MS) {
                return false;
            }
        }
        return true;
    }
}
