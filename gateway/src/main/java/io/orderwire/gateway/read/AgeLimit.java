package io.orderwire.gateway.read;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.orders.Headers;
import io.orderwire.runtime.kafka.NewerRecords;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives up orders for their age: a partition whose next record is older than the limit is read on where records are no
 * older than half of it, or about the newest there are. Old ones are given up for newer ones only: where none has come yet
 * they are passed on. What a start position asked for is never given up. Used by the reading thread.
 */
final class AgeLimit {
    private final long maxAgeMs;
    private final NewerRecords newer;
    private final OrdersConsumer consumer;
    private final Positions positions;
    private final RecordFilter filter;
    private final RecentLosses losses;
    private final Shedding shedding;
    private final Clock clock;

    /** @param newer knows what old records are given up for */
    AgeLimit(
            long maxAgeMs,
            NewerRecords newer,
            OrdersConsumer consumer,
            Positions positions,
            RecordFilter filter,
            RecentLosses losses,
            GatewayMetrics metrics,
            ReaderState state,
            Clock clock) {
        this.maxAgeMs = maxAgeMs;
        this.newer = newer;
        this.consumer = consumer;
        this.positions = positions;
        this.filter = filter;
        this.losses = losses;
        this.shedding = new Shedding(maxAgeMs, metrics, state);
        this.clock = clock;
    }

    /** Passes on those records that are not to be given up. */
    void accept(ConsumerRecords<byte[], byte[]> rows) {
        long nowMs = clock.millis();
        for (TopicPartition partition : rows.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> part = rows.records(partition);
            ConsumerRecord<byte[], byte[]> first = part.get(0);
            long from = isTooOld(first, nowMs)
                    ? newer.instead(partition.partition(), first.offset(), first.timestamp(), nowMs)
                    : 0;
            if (from > first.offset()) {
                giveUp(partition, part, from);
            } else {
                part.forEach(filter::accept);
            }
        }
    }

    /** The oldest record of the last poll was so old, 0 when there was none. */
    void polled(long ageMs) {
        shedding.polled(ageMs, clock.millis());
    }

    private boolean isTooOld(ConsumerRecord<byte[], byte[]> row, long nowMs) {
        return nowMs - row.timestamp() > maxAgeMs && row.headers().lastHeader(Headers.REPLAY) == null;
    }

    /** Losses upstream that stand in what is at hand are told all the same. */
    private void giveUp(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> part, long from) {
        ConsumerRecord<byte[], byte[]> first = part.get(0);
        Hole hole = new Hole(Hole.Cause.AGE, first.timestamp());
        filter.beginBefore(first);
        shedding.gaveUp(clock.millis());
        for (ConsumerRecord<byte[], byte[]> row : part) {
            boolean old = row.offset() < from;
            if (old) {
                positions.misses(partition.partition(), hole);
            }
            if (!old || row.value() == null) {
                filter.accept(row);
            }
        }
        long end = part.get(part.size() - 1).offset() + 1;
        if (from > end) {
            losses.since(first.timestamp()).forEach(loss -> filter.acceptUnread(partition.partition(), loss));
            positions.misses(partition.partition(), hole);
            consumer.goTo(partition, from);
        } else {
            positions.moveTo(partition.partition(), end);
        }
    }
}
