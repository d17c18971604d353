package io.orderwire.gateway.read;

import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor.Range;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.GatewayMetrics.Skipped;
import io.orderwire.orders.Gap;
import io.orderwire.orders.Headers;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on each record that is new, tells what is missing before it, and counts records that are not new, or are none.
 * Used by one thread at a time.
 */
final class RecordFilter {
    private static final Logger log = LoggerFactory.getLogger(RecordFilter.class);

    private final Positions positions;
    private final RecordSink sink;
    private final GatewayMetrics metrics;
    private final RecordView view;
    private boolean unreadableTold;

    /** Of a stream that nobody else reads. */
    RecordFilter(Positions positions, RecordSink sink, GatewayMetrics metrics) {
        this(positions, sink, new RecordView(), metrics);
    }

    /** @param view shared by those that take the same records in turn, so that each is read once for all of them */
    RecordFilter(Positions positions, RecordSink sink, RecordView view, GatewayMetrics metrics) {
        this.view = view;
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

    /** Takes note of a record that was there before anybody listened: should it be written again, it is a repetition. */
    void wasThere(ConsumerRecord<byte[], byte[]> row) {
        Sequences sequences = positions.of(row.partition());
        long seq = row.value() == null ? lastNamed(row) : seqOrNone(row);
        if (seq > sequences.last()) {
            sequences.saw(seq);
        }
    }

    private static long lastNamed(ConsumerRecord<byte[], byte[]> row) {
        Gap gap = parse(Headers.text(row.headers(), Headers.GAP));
        Range named = gap == null ? null : named(gap, row.partition());
        return named == null ? -1 : named.to();
    }

    /** The sequence of an order, -1 when it is none. */
    private long seq(ConsumerRecord<byte[], byte[]> row) {
        view.turnTo(row.key(), row.value(), row.timestamp());
        long seq = SeqScan.seq(row.value());
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
        long seq = seq(row);
        Sequences sequences = positions.of(row.partition());
        if (sequences.isNext(seq)) {
            sequences.saw(seq);
            sink.order(view);
        } else if (seq < 0) {
            unreadable(row);
        } else {
            positions.handing();
            acceptOutOfTurn(row, sequences, seq);
        }
    }

    private void acceptOutOfTurn(ConsumerRecord<byte[], byte[]> row, Sequences sequences, long seq) {
        switch (sequences.judge(seq)) {
            case HIGHER -> {
                passOver(row, sequences, seq - 1);
                sequences.saw(seq);
                positions.handed();
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

    /** That record is the first of its partition that there is to see, if none was seen before. */
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

    /** Before the first sequence stands what was there before anybody listened, or could not be read in time. */
    private void begin(ConsumerRecord<byte[], byte[]> row, Sequences sequences, long to, @Nullable Hole hole) {
        long former = sequences.lastOfFormerTopic();
        boolean goesOn = former > 0 && former < to;
        if (goesOn) {
            // The topic was created anew in the midst of the sequences: what it held last was not read any more.
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

    /** What a gap names and has been sent already is one that an aborted transaction has shown, and no loss here. */
    private void acceptGap(ConsumerRecord<byte[], byte[]> row) {
        String json = Headers.text(row.headers(), Headers.GAP);
        Gap gap = parse(json);
        if (json == null || gap == null) {
            unreadable(row);
            return;
        }
        positions.handing();
        Range named = named(gap, row.partition());
        if (named != null) {
            acceptRange(row, gap, json, named);
        } else if (positions.isNewGap(row.partition(), json)) {
            pass(row.partition(), json);
        } else {
            metrics.repeated();
        }
    }

    /** Tells a loss in all partitions whose marker in this one may stand among records that are not read. */
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

    private void unreadable(ConsumerRecord<byte[], byte[]> row) {
        metrics.unreadable();
        if (!unreadableTold) {
            unreadableTold = true;
            log.warn(
                    "no order and no gap at {}-{} offset {}: passed over; more of them are counted and not logged",
                    row.topic(),
                    row.partition(),
                    row.offset());
        }
    }
}
