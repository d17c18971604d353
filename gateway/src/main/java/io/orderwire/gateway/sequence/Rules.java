package io.orderwire.gateway.sequence;

import io.orderwire.gateway.protocol.Cursor.Range;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Decides the outcome of a record from the seen sequences of its partition. Does not change any state. */
final class Rules {
    private Rules() {}

    /** The outcome of an order. */
    static Outcome order(ConsumerRecord<byte[], byte[]> row, long seq, Sequences seen) {
        if (seen.isNext(seq)) {
            return Outcome.Plain.PASSED;
        }
        return isDoubtful(row, seq, seen) ? doubtful(row, seq, seen) : undoubtedOrder(row, seq, seen);
    }

    /** The outcome of an order that is held back. */
    static Outcome doubtful(ConsumerRecord<byte[], byte[]> row, long seq, Sequences seen) {
        return new Outcome.Held(new Doubt(row, seq, seq, seq <= seen.last()));
    }

    /** The outcome of a marker that is held back. */
    static Outcome doubtful(ConsumerRecord<byte[], byte[]> row, Range named) {
        return new Outcome.Held(new Doubt(row, named.from(), named.to(), false));
    }

    /** The outcome of an order that is not held back. */
    private static Outcome undoubtedOrder(ConsumerRecord<byte[], byte[]> row, long seq, Sequences seen) {
        if (seq > seen.last()) {
            return new Outcome.Ahead(seq, missing(row, seq - 1, seen));
        }
        if (seen.isLeftOut(seq)) {
            return new Outcome.Late(seq);
        }
        return seen.isReported(seq) ? new Outcome.AfterReport(seq) : Outcome.Plain.REPEATED;
    }

    /** Timestamps that the broker sets are not compared: they make a repetition newer than its original. */
    private static boolean isDoubtful(ConsumerRecord<byte[], byte[]> row, long seq, Sequences seen) {
        boolean stamped = row.timestampType() == TimestampType.LOG_APPEND_TIME;
        return seen.isFarAhead(seq, seq) || !stamped && seen.isNewAgain(seq, row.value(), row.timestamp());
    }

    /** The outcome of a marker that names sequences. */
    static Outcome marker(ConsumerRecord<byte[], byte[]> row, Marker marker, Range named, Sequences seen) {
        return seen.isFarAhead(named.from(), named.to())
                ? doubtful(row, named)
                : undoubtedMarker(row, marker, named, seen);
    }

    /** Events that were sent already, because an aborted transaction contained them, are not a loss here. */
    private static Outcome undoubtedMarker(
            ConsumerRecord<byte[], byte[]> row, Marker marker, Range named, Sequences seen) {
        List<Range> parts = new ArrayList<>(seen.leftOutWithin(named.from(), named.to()));
        Missing before = Missing.None.NONE;
        if (named.to() > seen.last()) {
            before = missing(row, named.from() - 1, seen);
            parts.add(new Range(Math.max(named.from(), seen.last() + 1), named.to()));
        }
        return parts.isEmpty() ? Outcome.Plain.REPEATED : new Outcome.Lost(marker, named, before, parts);
    }

    /** The outcome of a record that was held back and that a later record has confirmed. */
    static Outcome confirmed(ConsumerRecord<byte[], byte[]> held, Doubt doubt, Sequences seen) {
        if (held.value() == null) {
            return undoubtedMarker(held, Marker.of(held), new Range(doubt.from(), doubt.to()), seen);
        }
        return doubt.restarts() ? restarted(held, doubt.from(), seen) : undoubtedOrder(held, doubt.from(), seen);
    }

    /**
     * A loss before a restart: neither the last sequence of the old numbering nor the first one of the new numbering is
     * known.
     */
    private static Outcome restarted(ConsumerRecord<byte[], byte[]> held, long seq, Sequences seen) {
        PendingGap pending = seen.pendingGapBefore(held);
        Missing before = pending == null
                ? Missing.None.NONE
                : new Missing.Reported(
                        pending.gapUpTo(held.partition(), seq - 1, held.timestamp()), pending.cause(), null);
        return new Outcome.Restarted(seq, before);
    }

    /** The sequences that are missing after the last one up to {@code to}, inclusive. */
    static Missing missing(ConsumerRecord<byte[], byte[]> row, long to, Sequences seen) {
        long from = seen.last() + 1;
        PendingGap pending = seen.pendingGapBefore(row);
        if (from > to) {
            return Missing.None.NONE;
        }
        if (!seen.isBegun()) {
            return missingBeforeFirst(row, to, seen, pending);
        }
        Range range = new Range(from, to);
        return pending == null
                ? new Missing.LeftOut(range, false)
                : new Missing.Reported(pending.gap(row.partition(), range, row.timestamp()), pending.cause(), null);
    }

    /** These events were written before reading began, or were not read in time. */
    private static Missing missingBeforeFirst(
            ConsumerRecord<byte[], byte[]> row, long to, Sequences seen, @Nullable PendingGap pending) {
        long former = seen.lastOfFormerTopic();
        if (former > 0 && former < to) {
            // The topic was deleted and created again while sequences continued: its last records were not read.
            PendingGap unread = new PendingGap(PendingGap.Cause.RETENTION, row.timestamp());
            return new Missing.Reported(
                    unread.gap(row.partition(), new Range(former + 1, to), row.timestamp()),
                    unread.cause(),
                    new Range(1, former));
        }
        Range range = new Range(1, to);
        return pending == null
                ? new Missing.LeftOut(range, true)
                : new Missing.Reported(pending.gapUpTo(row.partition(), to, row.timestamp()), pending.cause(), range);
    }
}
