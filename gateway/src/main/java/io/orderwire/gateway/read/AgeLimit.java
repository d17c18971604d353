package io.orderwire.gateway.read;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.orders.Headers;
import io.orderwire.runtime.kafka.NewerRecords;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives up orders for their age: a partition whose next record is older than the limit is read on where records are no
 * older than half of it, or about the newest there are. Old ones are given up for ones only that are newer by the limit:
 * where none has come yet they are passed on. A parser under overload works off blocks that are nearly too old; giving up
 * its orders for a little more age would throw its work away. What a start position asked for is never given up. Used by
 * the reading thread.
 */
final class AgeLimit {
    /** Where nothing newer was found, nothing newer is looked for again at once. */
    private static final long PAUSE_MS = 50;

    private final long maxAgeMs;
    private final OrdersConsumer consumer;
    private final Positions positions;
    private final RecordFilter filter;
    private final RecentLosses losses;
    private final Shedding shedding;
    private final Clock clock;
    private long lookAgainMs;

    /** Gives up nothing when {@code maxAgeMs} is 0. */
    AgeLimit(
            long maxAgeMs,
            OrdersConsumer consumer,
            Positions positions,
            RecordFilter filter,
            RecentLosses losses,
            GatewayMetrics metrics,
            ReaderState state,
            Clock clock) {
        this.maxAgeMs = maxAgeMs;
        this.consumer = consumer;
        this.positions = positions;
        this.filter = filter;
        this.losses = losses;
        this.shedding = new Shedding(maxAgeMs, metrics, state);
        this.clock = clock;
    }

    /** Passes on those records that are not to be given up. */
    void accept(ConsumerRecords<byte[], byte[]> rows) {
        Map<TopicPartition, Long> goOnAt = newer(rows);
        for (TopicPartition partition : rows.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> part = rows.records(partition);
            long from = goOnAt.getOrDefault(partition, 0L);
            if (from > part.get(0).offset()) {
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

    private Map<TopicPartition, Long> newer(ConsumerRecords<byte[], byte[]> rows) {
        long nowMs = clock.millis();
        if (maxAgeMs == 0 || nowMs < lookAgainMs) {
            return Map.of();
        }
        Map<TopicPartition, Long> old = new HashMap<>();
        for (TopicPartition partition : rows.partitions()) {
            ConsumerRecord<byte[], byte[]> first = rows.records(partition).get(0);
            if (isToGo(first, nowMs)) {
                old.put(partition, first.timestamp());
            }
        }
        if (old.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Long> found = newer(old, nowMs);
        lookAgainMs = found.isEmpty() ? nowMs + PAUSE_MS : 0;
        return found;
    }

    /** Where to go on instead of the old rows of those timestamps. Partitions get old together: one stands for all. */
    private Map<TopicPartition, Long> newer(Map<TopicPartition, Long> old, long nowMs) {
        Map.Entry<TopicPartition, Long> oldest = Collections.min(old.entrySet(), Map.Entry.comparingByValue());
        Map<TopicPartition, Long> newer = new HashMap<>();
        NewerRecords.search(oldest.getValue(), nowMs, maxAgeMs, maxAgeMs, time -> {
            Map<TopicPartition, Long> found = consumer.offsetsSince(old.keySet(), time);
            found.forEach((partition, offset) -> {
                if (time - old.getOrDefault(partition, time) >= maxAgeMs) {
                    newer.merge(partition, offset, Math::max);
                }
            });
            return found.containsKey(oldest.getKey());
        });
        return newer;
    }

    private boolean isToGo(ConsumerRecord<byte[], byte[]> row, long nowMs) {
        return nowMs - row.timestamp() > maxAgeMs && row.headers().lastHeader(Headers.REPLAY) == null;
    }

    /** Losses upstream that stand in what is at hand are told all the same. */
    private void giveUp(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> part, long from) {
        Sequences sequences = positions.of(partition.partition());
        ConsumerRecord<byte[], byte[]> first = part.get(0);
        Hole hole = new Hole(Hole.Cause.AGE, first.timestamp());
        filter.beginBefore(first);
        shedding.gaveUp(clock.millis());
        for (ConsumerRecord<byte[], byte[]> row : part) {
            boolean old = row.offset() < from;
            if (old) {
                sequences.misses(hole);
            }
            if (!old || row.value() == null) {
                filter.accept(row);
            }
        }
        long end = part.get(part.size() - 1).offset() + 1;
        if (from > end) {
            losses.since(first.timestamp()).forEach(loss -> filter.acceptUnread(partition.partition(), loss));
            sequences.misses(hole);
            consumer.goTo(partition, from);
        } else {
            positions.moveTo(partition.partition(), end);
        }
    }
}
