package io.orderwire.gateway.read;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.orders.Headers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives up orders for their age: a partition whose next record is older than the limit is read on where records are no
 * older than half of it. Old ones are given up for newer ones only: where none has come yet they are the newest there
 * are, and passed on. What a start position asked for is never given up. Used by the reading thread.
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
        Set<TopicPartition> old = rows.partitions().stream()
                .filter(partition -> isToGo(rows.records(partition).get(0), nowMs))
                .collect(Collectors.toSet());
        if (old.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Long> found = consumer.offsetsSince(old, nowMs - maxAgeMs / 2);
        lookAgainMs = found.isEmpty() ? nowMs + PAUSE_MS : 0;
        return found;
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
