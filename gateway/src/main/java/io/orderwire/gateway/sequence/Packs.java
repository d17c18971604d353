package io.orderwire.gateway.sequence;

import io.orderwire.contract.order.OrderPack;
import io.orderwire.gateway.stats.GatewayMetrics;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes the orders of records that have several. An order that has the next sequence and a usual form is checked and passed on
 * where it is, so that its bytes are copied only for those who want it. Each other one is taken like a record of its own.
 */
final class Packs {
    /** Takes an order like a record of its own. */
    interface Alone {
        void attempt(ConsumerRecord<byte[], byte[]> order, boolean doubtful);
    }

    private final Positions positions;
    private final RecordSequences reading;
    private final Delivery delivery;
    private final Alone alone;
    private final GatewayMetrics metrics;

    Packs(Positions positions, RecordSequences reading, Delivery delivery, Alone alone, GatewayMetrics metrics) {
        this.positions = positions;
        this.reading = reading;
        this.delivery = delivery;
        this.alone = alone;
        this.metrics = metrics;
    }

    /** Foreign as a whole if its headers do not fit its value. Only the last order may have none after it, and be held. */
    void accept(ConsumerRecord<byte[], byte[]> row, boolean doubtful) {
        OrderPack pack;
        try {
            pack = PackedOrder.pack(row);
        } catch (IllegalArgumentException e) {
            delivery.foreign(row, e.getMessage());
            return;
        }
        int last = pack.count() - 1;
        int passed = -1;
        for (int order = 0; order <= last; order++) {
            boolean held = doubtful && order == last;
            if (!held && passNext(row, pack, order)) {
                passed = order;
            } else {
                remember(row, pack, passed);
                passed = -1;
                alone.attempt(new PackedOrder(row, pack, order), held);
            }
        }
        remember(row, pack, passed);
    }

    /** False if the order was not passed on, and has to be taken alone. A failure loses that order only. */
    private boolean passNext(ConsumerRecord<byte[], byte[]> row, OrderPack pack, int order) {
        Sequences seen = positions.of(row.partition());
        long seq = pack.seq(order);
        if (seen.doubt() != null || !seen.isNext(seq) || !reading.turnTo(row, pack, order)) {
            return false;
        }
        try {
            delivery.passNext(row, seq);
        } catch (RuntimeException | StackOverflowError e) {
            metrics.failedRecords().skipped(row, e);
        }
        return true;
    }

    /** Remembers the order that was passed on last: those of a record have one timestamp, so the others do not matter. */
    private void remember(ConsumerRecord<byte[], byte[]> row, OrderPack pack, int order) {
        if (order >= 0) {
            byte[] head = SeqScan.head(pack.bytes(), pack.from(order), pack.to(order));
            positions.of(row.partition()).took(head, row.timestamp());
        }
    }
}
