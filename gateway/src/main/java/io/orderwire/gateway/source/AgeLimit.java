package io.orderwire.gateway.source;

import io.orderwire.contract.topic.Headers;
import io.orderwire.gateway.sequence.PendingGap;
import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.sequence.RecentLosses;
import io.orderwire.gateway.sequence.Sequencer;
import io.orderwire.runtime.agent.OwnerCheck;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.shed.CatchUp;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Sheds orders that have waited too long if {@link ReadLag} decides that the reader cannot catch up. If the next record
 * of a partition has waited longer than the limit, reading resumes at the first records that have waited at most half
 * of the limit, or near the newest records if all have waited longer. Old records are shed only if newer ones exist;
 * otherwise they are passed on. Waiting times do not depend on the clocks of other hosts. Records that the ingestor
 * replays from a start position are never shed.
 */
final class AgeLimit {
    private final long maxAgeMs;
    private final NewerRecords newer;
    private final ReadLag lag;
    private final OrdersConsumer consumer;
    private final Positions positions;
    private final Sequencer sequencer;
    private final RecentLosses losses;
    private final Shedding shedding;
    private final OrderAges ages;
    private final OwnerCheck owner = new OwnerCheck("the age limit of the reader of orders");

    /** Sheds records according to {@code limits}. */
    AgeLimit(
            OrdersReader.Limits limits,
            OrdersConsumer consumer,
            Sequencer sequencer,
            RecentLosses losses,
            ReadObserver observer) {
        this.maxAgeMs = limits.maxAgeMs();
        this.newer = limits.complete() ? limits.newer().withoutShedding() : limits.newer();
        this.consumer = consumer;
        this.positions = consumer.positions();
        this.sequencer = sequencer;
        this.losses = losses;
        this.shedding = new Shedding(maxAgeMs, observer.metrics(), observer.state());
        this.ages = observer.ages();
        CatchUp catchUp = new CatchUp(limits.catchUp(), 0);
        observer.state().follow(catchUp);
        this.lag = new ReadLag(newer, consumer, positions.partitions(), catchUp, limits.nanoTime());
    }

    /** Begins a turn with the records of its poll. */
    void begin(ConsumerRecords<byte[], byte[]> rows) {
        owner.check();
        lag.polled(rows);
    }

    /** Ends the turn. */
    void end() {
        lag.handled();
    }

    /** Sheds the old records of the poll, and passes the other ones to the sequencer. */
    void accept(ConsumerRecords<byte[], byte[]> rows) {
        for (TopicPartition partition : rows.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> part = rows.records(partition);
            ConsumerRecord<byte[], byte[]> first = part.get(0);
            long from = first.headers().lastHeader(Headers.REPLAY) == null
                    ? newer.instead(partition.partition(), first.offset())
                    : 0;
            if (from > first.offset() && lag.sheds(partition.partition(), maxAgeMs)) {
                shed(partition, part, from);
                lag.shed(partition.partition());
            } else {
                part.forEach(sequencer::accept);
                lag.read(partition.partition());
            }
        }
    }

    /**
     * Takes the age of the oldest record of the last poll, milliseconds: 0 if the poll was empty, negative if the age
     * is unknown.
     */
    void polled(long ageMs) {
        shedding.polled(ageMs, ages.nowMs());
    }

    /** Sheds the records below {@code from}; gap markers among them are still passed on. */
    private void shed(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> part, long from) {
        ConsumerRecord<byte[], byte[]> first = part.get(0);
        PendingGap pending = new PendingGap(PendingGap.Cause.AGE, first.timestamp());
        sequencer.beginBefore(first);
        shedding.shed(ages.nowMs());
        for (ConsumerRecord<byte[], byte[]> row : part) {
            boolean old = row.offset() < from;
            if (old) {
                positions.misses(partition.partition(), pending);
            }
            if (!old || row.value() == null) {
                sequencer.accept(row);
            }
        }
        long end = part.get(part.size() - 1).offset() + 1;
        if (from > end) {
            losses.since(first.timestamp()).forEach(loss -> sequencer.acceptUnread(partition.partition(), loss));
            positions.misses(partition.partition(), pending);
            consumer.goTo(partition, from);
        } else {
            positions.moveTo(partition.partition(), end);
        }
    }
}
