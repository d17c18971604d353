package io.orderwire.gateway.sequence.before;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor.Range;
import io.orderwire.gateway.sequence.RecordSink;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.GatewayMetrics.Skipped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Passes on each new record, reports events that are missing before it, and counts repeated and foreign records.
 * Used by one thread at a time.
 */
final class RecordFilter {
    private static final Logger log = LoggerFactory.getLogger(RecordFilter.class);

    private final Positions positions;
    private final RecordSink sink;
    private final GatewayMetrics metrics;
    private final RecordView view;
    private final OrderCheck check;

    /** Of a stream that nobody else reads. */
    RecordFilter(Positions positions, RecordSink sink, GatewayMetrics metrics) {
        this(positions, sink, new RecordView(), metrics);
    }

    /** @param view shared by those that take the same records in turn, so that each is read once for all of them */
    RecordFilter(Positions positions, RecordSink sink, RecordView view, GatewayMetrics metrics) {
        this.view = view;
        this.check = new OrderCheck(positions.partitions());
        this.positions = positions;
        this.sink = sink;
        this.metrics = metrics;
    }

    void accept(ConsumerRecord<byte[], byte[]> row) {
        try {
            if (row.value() == null) {
                acceptGap(row);
            } else {
                acceptOrder(row);
            }
        } catch (RuntimeException | StackOverflowError e) {
            metrics.failedRecords().skipped(row, e);
        }
        positions.moveTo(row.partition(), row.offset() + 1);
    }

    /** Remembers a record that was written before reading began: if it is written again, that is a repetition. */
    void wasThere(ConsumerRecord<byte[], byte[]> row) {
        Range named = named(row);
        if (named == null) {
            return;
        }
        Sequences sequences = positions.of(row.partition());
        Doubt doubt = sequences.doubt();
        boolean ahead = named.to() > sequences.last();
        if (!sequences.isBegun() || ahead && !sequences.isFarAhead(named.from(), named.to())) {
            sequences.doubts(null);
            sequences.saw(named.to());
        } else if (doubt != null && doubt.isContinuedBy(named.from())) {
            sequences.doubts(null);
            sequences.beginAgain(named.to());
        } else if (ahead || sequences.last() - named.to() > Doubt.MOST_NAMED) {
            // Either this record or the one that was accepted before is foreign.
            sequences.doubts(new Doubt(null, named.from(), named.to()));
            return;
        } else {
            // A repetition.
            return;
        }
        if (row.value() != null) {
            sequences.took(row.value(), row.timestamp());
        }
    }

    /** The sequences that a record names, null if it names none. */
    @Nullable
    Range named(ConsumerRecord<byte[], byte[]> row) {
        return row.value() == null ? namedBy(row) : namedByOrder(row);
    }

    private @Nullable Range namedBy(ConsumerRecord<byte[], byte[]> row) {
        Gap gap = parse(Headers.text(row.headers(), Headers.GAP));
        return gap == null ? null : named(gap, row.partition());
    }

    private @Nullable Range namedByOrder(ConsumerRecord<byte[], byte[]> row) {
        long seq = seqOrNone(row);
        return seq < 0 ? null : new Range(seq, seq);
    }

    /** The sequence of an order, -1 if no parser can have written the record. */
    private long seq(ConsumerRecord<byte[], byte[]> row) {
        view.turnTo(row.key(), row.value(), row.timestamp());
        long seq = claimedSeq(row.value());
        return check.fault(row, view, seq) == null ? seq : -1;
    }

    private long claimedSeq(byte[] value) {
        long seq = SeqScan.seq(value);
        if (seq >= 0) {
            return seq;
        }
        return view.readable() ? view.seq() : -1;
    }

    /** The same, or -1 if it cannot be read; the caller that accepts the record counts the failure. */
    long seqOrNone(ConsumerRecord<byte[], byte[]> row) {
        try {
            return seq(row);
        } catch (RuntimeException | StackOverflowError expected) {
            return -1;
        }
    }

    private void acceptOrder(ConsumerRecord<byte[], byte[]> row) {
        view.turnTo(row.key(), row.value(), row.timestamp());
        long seq = claimedSeq(row.value());
        String fault = check.fault(row, view, seq);
        if (fault != null) {
            foreign(row, fault);
            return;
        }
        Sequences sequences = positions.of(row.partition());
        Doubt doubt = sequences.doubt();
        if (doubt != null) {
            settle(sequences, doubt, seq);
            view.turnTo(row.key(), row.value(), row.timestamp());
        }
        if (sequences.isNext(seq)) {
            sequences.saw(seq);
            sequences.took(row.value(), row.timestamp());
            positions.taking(row.partition());
            sink.order(view);
        } else if (isDoubtful(row, sequences, seq)) {
            hold(sequences, new Doubt(row, seq, seq));
        } else {
            positions.handing();
            acceptOutOfTurn(row, sequences, seq);
        }
    }

    /** Holds back one record at a time: the record that was held before was not continued, and so is foreign. */
    private void hold(Sequences sequences, Doubt doubt) {
        Doubt before = sequences.doubt();
        ConsumerRecord<byte[], byte[]> held = before == null ? null : before.row();
        ConsumerRecord<byte[], byte[]> next = doubt.row();
        if (before != null && held != null && next != null && held.offset() != next.offset()) {
            foreign(held, "no record continues its sequence " + before.from());
        }
        sequences.doubts(doubt);
    }

    /** Timestamps that the broker sets are not compared: they make a repetition newer than its original. */
    private static boolean isDoubtful(ConsumerRecord<byte[], byte[]> row, Sequences sequences, long seq) {
        boolean stamped = row.timestampType() == TimestampType.LOG_APPEND_TIME;
        return sequences.isFarAhead(seq, seq) || !stamped && sequences.isNewAgain(seq, row.value(), row.timestamp());
    }

    /** Passes on the record that was held back if the current one, which begins at {@code seq}, continues it. */
    private void settle(Sequences sequences, Doubt doubt, long seq) {
        ConsumerRecord<byte[], byte[]> held = doubt.row();
        if (doubt.isContinuedBy(seq)) {
            sequences.doubts(null);
            if (doubt.from() <= sequences.last() || held == null) {
                // Of a replay it is known, and a client could fill the log with it.
                log.atLevel(positions.isReplay() ? Level.DEBUG : Level.WARN)
                        .log("the sequences of a partition of {} began again at {}", positions.topic(), doubt.from());
                sequences.beginAgain(held == null ? doubt.to() : doubt.from() - 1);
            }
            if (held != null) {
                pass(held, sequences, doubt);
            }
        } else if (sequences.isNext(seq)) {
            sequences.doubts(null);
            if (held != null) {
                foreign(held, "its sequence " + doubt.from() + " does not follow " + sequences.last());
            }
        }
    }

    private void pass(ConsumerRecord<byte[], byte[]> held, Sequences sequences, Doubt doubt) {
        positions.handing();
        if (held.value() != null) {
            view.turnTo(held.key(), held.value(), held.timestamp());
            acceptOutOfTurn(held, sequences, doubt.from());
            return;
        }
        String json = Headers.text(held.headers(), Headers.GAP);
        Gap gap = parse(json);
        if (json != null && gap != null) {
            acceptRange(held, gap, json, new Range(doubt.from(), doubt.to()));
        }
    }

    private void acceptOutOfTurn(ConsumerRecord<byte[], byte[]> row, Sequences sequences, long seq) {
        switch (sequences.judge(seq)) {
            case HIGHER -> {
                passOver(row, sequences, seq - 1);
                sequences.saw(seq);
                sequences.took(row.value(), row.timestamp());
                positions.handed();
                positions.taking(row.partition());
                sink.order(view);
            }
            case LATE -> {
                metrics.skipped(Skipped.LATE, 1);
                sink.late(view);
            }
            case TOLD -> metrics.skipped(Skipped.TOLD, 1);
            default -> metrics.repeated();
        }
    }

    /** Accounts for what is missing between the last sequence and {@code to}, inclusive. */
    private void passOver(ConsumerRecord<byte[], byte[]> row, Sequences sequences, long to) {
        long from = sequences.last() + 1;
        Hole hole = sequences.takeHole();
        if (from > to) {
            return;
        }
        if (!sequences.isBegun()) {
            begin(row, sequences, to, hole);
        } else if (hole != null) {
            tell(row, hole, new Range(from, to));
        } else {
            metrics.jumped(to - from + 1);
            metrics.forgotten(sequences.leaveOut(from, to));
        }
    }

    /** Takes that record as the first one of its partition if no record was seen before. */
    void beginBefore(ConsumerRecord<byte[], byte[]> row) {
        Sequences sequences = positions.of(row.partition());
        long seq = sequences.isBegun() || row.value() == null ? -1 : seqOrNone(row);
        if (seq > 0) {
            positions.handing();
            passOver(row, sequences, seq - 1);
            sequences.saw(seq - 1);
            positions.handed();
        }
    }

    /** Sequences before the first one belong to events that were written before reading began, or not read in time. */
    private void begin(ConsumerRecord<byte[], byte[]> row, Sequences sequences, long to, @Nullable Hole hole) {
        long former = sequences.lastOfFormerTopic();
        boolean goesOn = former > 0 && former < to;
        if (goesOn) {
            // The topic was deleted and created again while sequences continued: its last records were not read.
            tell(row, new Hole(Hole.Cause.RETENTION, row.timestamp()), new Range(former + 1, to));
        } else if (hole != null) {
            pass(
                    row.partition(),
                    hole.gapUpTo(row.partition(), to, row.timestamp()).toJson());
        }
        metrics.forgotten(sequences.leaveOut(1, goesOn ? former : to));
    }

    private void tell(ConsumerRecord<byte[], byte[]> row, Hole hole, Range missing) {
        metrics.skipped(hole.cause().skipped(), missing.count());
        pass(
                row.partition(),
                hole.gap(row.partition(), missing, row.timestamp()).toJson());
    }

    /** Events of a gap that were sent already, because an aborted transaction contained them, are not a loss here. */
    private void acceptGap(ConsumerRecord<byte[], byte[]> row) {
        String json = Headers.text(row.headers(), Headers.GAP);
        if (json == null) {
            foreign(row, "it has neither a value nor one " + Headers.GAP);
            return;
        }
        Gap gap;
        try {
            gap = Gap.parse(json);
        } catch (IllegalArgumentException e) {
            foreign(row, e.getMessage());
            return;
        }
        if (!gap.concerns(row.partition())) {
            foreign(row, "it is a gap of partition " + gap.partition());
            return;
        }
        Range named = named(gap, row.partition());
        Sequences sequences = positions.of(row.partition());
        Doubt doubt = sequences.doubt();
        if (named != null && doubt != null) {
            settle(sequences, doubt, named.from());
        }
        positions.handing();
        if (named != null && sequences.isFarAhead(named.from(), named.to())) {
            hold(sequences, new Doubt(row, named.from(), named.to()));
        } else if (named != null) {
            acceptRange(row, gap, json, named);
        } else if (positions.isNewGap(row.partition(), json)) {
            pass(row.partition(), json);
        } else {
            metrics.repeated();
        }
    }

    /** Reports a loss in all partitions whose marker in this partition may be among records that are not read. */
    void acceptUnread(int partition, String json) {
        if (positions.isNewGap(partition, json)) {
            pass(partition, json);
        }
    }

    private static @Nullable Range named(Gap gap, int partition) {
        Long from = gap.fromSeq();
        Long to = gap.toSeq();
        boolean here = gap.partition() != null && gap.partition() == partition;
        return here && from != null && to != null && from <= to ? new Range(from, to) : null;
    }

    private void acceptRange(ConsumerRecord<byte[], byte[]> row, Gap gap, String json, Range named) {
        Sequences sequences = positions.of(row.partition());
        List<Range> lost = new ArrayList<>(sequences.takeLeftOut(named.from(), named.to()));
        if (named.to() > sequences.last()) {
            passOver(row, sequences, named.from() - 1);
            lost.add(new Range(Math.max(named.from(), sequences.last() + 1), named.to()));
            sequences.saw(named.to());
        }
        if (lost.isEmpty()) {
            metrics.repeated();
        }
        for (Range part : lost) {
            sequences.tell(part);
            pass(
                    row.partition(),
                    part.equals(named) ? json : Hole.partOf(gap, part).toJson());
        }
    }

    private void pass(int partition, String gap) {
        metrics.gap();
        sink.gap(partition, gap);
    }

    @Nullable
    private static Gap parse(@Nullable String json) {
        try {
            return json == null ? null : Gap.parse(json);
        } catch (IllegalArgumentException expected) {
            return null;
        }
    }

    private void foreign(ConsumerRecord<byte[], byte[]> row, @Nullable String why) {
        metrics.unreadable();
        if (positions.isReplay()) {
            // It was reported when the live stream met it; a client could have it reported for ever.
            return;
        }
        metrics.failedRecords().foreign().ignored(row.topic(), row.partition(), row.offset(), why);
    }
}
