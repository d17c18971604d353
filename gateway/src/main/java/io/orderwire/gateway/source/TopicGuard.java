package io.orderwire.gateway.source;

import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.sequence.Sequencer;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Keeps records of a topic that was deleted and created again from being taken for records of the former topic. Kafka's
 * consumer silently continues in the new topic at its old offsets, and records do not carry a topic id. But the first
 * records of another topic arrive after a silence, or do not follow in sequence: then, and only then, Kafka is asked for
 * the topic's id before they are passed on. That costs a light stream about a millisecond, and a dense one nothing.
 */
final class TopicGuard {
    /** Longest silence that is not checked: the pipeline needs longer to delete and create a topic. */
    static final long QUIET_MS = 100;

    private final TopicIds topicIds;
    private final Positions positions;
    private final Sequencer sequencer;
    private final LongSupplier nowMs;
    private long arrivedMs;
    private long newestMs;

    /** @param nowMs milliseconds by a monotonic clock */
    TopicGuard(TopicIds topicIds, Positions positions, Sequencer sequencer, LongSupplier nowMs) {
        this.topicIds = topicIds;
        this.positions = positions;
        this.sequencer = sequencer;
        this.nowMs = nowMs;
    }

    /**
     * The id of the topic from which the records, at least one, come.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka was asked and did not answer
     */
    Uuid topicOf(ConsumerRecords<byte[], byte[]> rows) {
        Uuid id = seemsToGoOn(rows) ? positions.topicId() : topicIds.now();
        arrivedMs = nowMs.getAsLong();
        // Uses the timestamps of these records only: a timestamp of a clock that was ahead must not hide later
        // silences.
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
            boolean follows =
                    first.value() != null && sequencer.seqOrNone(first) == positions.lastSeq(partition.partition()) + 1;
            if (!follows || first.timestamp() > newestMs + QUIET_MS) {
                return false;
            }
        }
        return true;
    }
}
