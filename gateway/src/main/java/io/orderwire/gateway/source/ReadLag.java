package io.orderwire.gateway.source;

import io.orderwire.contract.topic.Headers;
import io.orderwire.gateway.sequence.PackedOrder;
import io.orderwire.runtime.agent.OwnerCheck;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.shed.BusyTime;
import io.orderwire.runtime.shed.CatchUp;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The records that wait for the reading thread, and whether those that have waited too long are read or shed: {@link CatchUp}
 * in orders. Those that were not polled yet count like those of the last poll, which had as many for each offset; a few
 * offsets are ends of transactions. The gateway keeps nothing, so that each start begins with a cautious throughput.
 */
final class ReadLag {
    /** Orders a second that a gateway reads at least, in a JVM that has just started. */
    static final long CAUTIOUS_THROUGHPUT = 60_000;

    private static final long NONE = -1;

    private final NewerRecords newer;
    private final OrdersConsumer consumer;
    private final CatchUp catchUp;
    private final LongSupplier nanoTime;
    private final BusyTime busy = new BusyTime();
    /** By partition: offset of the next record to be read. */
    private final long[] next;
    /** By partition: number of orders in polled records that were not handled yet. */
    private final int[] polled;
    /** By partition: age of the next record to be read if it may be shed, 0 if not. */
    private final long[] ageMs;
    /** The partitions whose last record was read because of a start position. */
    private final BitSet replaying = new BitSet();

    private final OwnerCheck owner = new OwnerCheck("the lag of the reader of orders");
    private long units;
    /** Orders of a record of the last poll that had any. */
    private double ordersPerRecord = 1;
    /** Estimate of the orders that arrived since the first poll, and the offsets up to which they did. */
    private double arrived;

    private long arrivedOffsets = NONE;

    ReadLag(NewerRecords newer, OrdersConsumer consumer, int partitions, CatchUp catchUp, LongSupplier nanoTime) {
        this.newer = newer;
        this.consumer = consumer;
        this.catchUp = catchUp;
        this.nanoTime = nanoTime;
        this.next = new long[partitions];
        this.polled = new int[partitions];
        this.ageMs = new long[partitions];
    }

    /** Takes the records of a poll. */
    void polled(ConsumerRecords<byte[], byte[]> rows) {
        owner.check();
        long ends = 0;
        long seenNanos = NewerRecords.NEVER;
        for (int partition = 0; partition < next.length; partition++) {
            moveToPosition(partition);
            ends += newer.end(partition);
            seenNanos = Math.max(seenNanos, newer.endSeenNanos(partition));
        }
        count(rows);
        if (seenNanos != NewerRecords.NEVER) {
            arrived += arrivedOffsets == NONE ? 0 : (ends - arrivedOffsets) * ordersPerRecord;
            arrivedOffsets = ends;
            catchUp.arrived(Math.round(arrived), seenNanos);
        }
        long waitedMs = 0;
        for (TopicPartition partition : rows.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> part = rows.records(partition);
            waitedMs = Math.max(waitedMs, begin(partition.partition(), part));
        }
        units = 0;
        busy.begin(TimeUnit.MILLISECONDS.toNanos(waitedMs), nanoTime.getAsLong());
    }

    /** Counts the polled orders by partition. */
    private void count(ConsumerRecords<byte[], byte[]> rows) {
        long orders = 0;
        for (TopicPartition partition : rows.partitions()) {
            int ofPartition = 0;
            for (ConsumerRecord<byte[], byte[]> row : rows.records(partition)) {
                ofPartition += PackedOrder.count(row);
            }
            polled[partition.partition()] = ofPartition;
            orders += ofPartition;
        }
        if (orders > 0) {
            ordersPerRecord = (double) orders / rows.count();
        }
    }

    /** Takes the polled records of a partition; returns how long the first one has waited. */
    private long begin(int partition, List<ConsumerRecord<byte[], byte[]>> part) {
        ConsumerRecord<byte[], byte[]> first = part.get(0);
        long waitedMs = newer.waitedAtLeastMs(partition, first.offset());
        next[partition] = first.offset();
        // Records after one that was read because of a start position cannot be read before it, however old they are.
        ageMs[partition] = isReplay(first) ? 0 : waitedMs;
        replaying.set(partition, isReplay(part.get(part.size() - 1)));
        return waitedMs;
    }

    private static boolean isReplay(ConsumerRecord<byte[], byte[]> row) {
        return row.headers().lastHeader(Headers.REPLAY) != null;
    }

    /** Decides whether to shed the polled records of a partition, which have waited longer than the limit. */
    boolean sheds(int partition, long maxAgeMs) {
        ageMs[partition] = Math.max(ageMs[partition], maxAgeMs + 1);
        return decide() == CatchUp.Decision.SHED;
    }

    /** Records that the polled records of a partition were passed on. */
    void read(int partition) {
        units += polled[partition];
        moveToPosition(partition);
    }

    /** Records that the polled records of a partition, and maybe more, were shed. */
    void shed(int partition) {
        busy.interrupt();
        moveToPosition(partition);
    }

    /** Sets the next record to the consumer's position. */
    private void moveToPosition(int partition) {
        long offset = consumer.position(partition);
        next[partition] = offset;
        polled[partition] = 0;
        boolean waits = newer.end(partition) > offset && !replaying.get(partition);
        ageMs[partition] = waits ? newer.waitedAtLeastMs(partition, offset) : 0;
    }

    /** Records that all polled records were handled, or that there were none. */
    void handled() {
        if (units > 0) {
            catchUp.done(units, busy.end(nanoTime.getAsLong()));
        }
        decide();
    }

    private CatchUp.Decision decide() {
        long lag = 0;
        long oldestMs = 0;
        for (int partition = 0; partition < next.length; partition++) {
            long ahead = Math.round((newer.end(partition) - next[partition]) * ordersPerRecord);
            lag += Math.max(polled[partition], ahead);
            oldestMs = Math.max(oldestMs, ageMs[partition]);
        }
        return catchUp.decide(lag, oldestMs, nanoTime.getAsLong());
    }
}
