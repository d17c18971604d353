package io.orderwire.gateway.sequence;

import io.orderwire.contract.order.OrderPack;
import io.orderwire.contract.topic.RecordVersion;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor.Range;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads the sequences that a record names, and checks whether a parser can have written it. */
final class RecordSequences {
    private final RecordView view;
    private final OrderCheck check;

    /** @param view is turned to each order that is read */
    RecordSequences(RecordView view, int partitions) {
        this.view = view;
        this.check = new OrderCheck(partitions);
    }

    /** Whether a later version wrote a marker or a record of orders. */
    static boolean isLater(ConsumerRecord<byte[], byte[]> row) {
        return row.value() == null
                ? RecordVersion.isLater(row.headers())
                : RecordVersion.isLaterThanOrders(row.headers());
    }

    /** Turns the view to an order, and returns the sequence that it claims, -1 if it does not have one. */
    long turnTo(ConsumerRecord<byte[], byte[]> row) {
        view.turnTo(row.key(), row.value(), row.timestamp());
        long seq = SeqScan.seq(row.value());
        if (seq >= 0) {
            return seq;
        }
        return view.readable() ? view.seq() : -1;
    }

    /** Why no parser can have written the order that the view was turned to, null if one can. */
    @Nullable
    String fault(ConsumerRecord<byte[], byte[]> row, long claimedSeq) {
        return check.fault(row, view, claimedSeq);
    }

    /**
     * Turns the view to an order among several, where it is; false if it is not of a usual form or no parser can have written it.
     * Its place and sequence have been compared with the headers.
     */
    boolean turnTo(ConsumerRecord<byte[], byte[]> row, OrderPack pack, int order) {
        return view.turnTo(pack, order, row.timestamp()) && check.passes(row, pack, order, view);
    }

    /** Number of orders so far that did not have the form of an earlier one. */
    long unusual() {
        return view.unusual();
    }

    /** The sequences that a record names, null if it does not name any. */
    @Nullable
    Range named(ConsumerRecord<byte[], byte[]> row) {
        if (row.value() == null) {
            return namedByMarker(row);
        }
        long from = seqOrNone(row);
        long to = from;
        if (from >= 0 && PackedOrder.isPack(row)) {
            to = lastSeqOrNone(row);
        }
        return from < 0 || to < from ? null : new Range(from, to);
    }

    private long lastSeqOrNone(ConsumerRecord<byte[], byte[]> row) {
        try {
            return seqOrNone(PackedOrder.last(row));
        } catch (IllegalArgumentException expected) {
            return -1;
        }
    }

    private static @Nullable Range namedByMarker(ConsumerRecord<byte[], byte[]> row) {
        try {
            return Marker.of(row).named();
        } catch (IllegalArgumentException expected) {
            return null;
        }
    }

    /** The sequence of the first order, -1 if it cannot be read; the failure is counted when the record is accepted. */
    long seqOrNone(ConsumerRecord<byte[], byte[]> row) {
        try {
            ConsumerRecord<byte[], byte[]> first = PackedOrder.first(row);
            long seq = turnTo(first);
            return fault(first, seq) == null ? seq : -1;
        } catch (RuntimeException | StackOverflowError expected) {
            return -1;
        }
    }
}
