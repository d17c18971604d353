package io.orderwire.gateway.sequence;

import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor.Range;
import io.orderwire.gateway.stats.GatewayMetrics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes the records of each partition in order, decides the {@link Outcome} of each and carries it out: passes on new
 * orders, reports events that are missing before them, and counts repeated and foreign records. The next station is the
 * hub.
 */
public final class Sequencer {
    private static final Logger log = LoggerFactory.getLogger(Sequencer.class);

    private final Positions positions;
    private final RecordSequences reading;
    private final Delivery delivery;
    private final Packs packs;
    private final GatewayMetrics metrics;

    /** A sequencer with its own view of records. */
    public Sequencer(Positions positions, RecordSink sink, GatewayMetrics metrics) {
        this(positions, sink, new RecordView(), metrics);
    }

    /** @param view shared by the sequencers that take the same records in turn, so that each record is parsed once */
    public Sequencer(Positions positions, RecordSink sink, RecordView view, GatewayMetrics metrics) {
        this.positions = positions;
        this.reading = new RecordSequences(view, positions.partitions());
        this.delivery = new Delivery(positions, sink, view, metrics);
        this.packs = new Packs(positions, reading, delivery, this::attempt, metrics);
        this.metrics = metrics;
    }

    /** Takes the next record of its partition. */
    public void accept(ConsumerRecord<byte[], byte[]> row) {
        accept(row, false);
    }

    /** The same; {@code doubtful} holds its orders back until later ones show what they are, even if they seem new. */
    public void accept(ConsumerRecord<byte[], byte[]> row, boolean doubtful) {
        attempt(row, doubtful);
        positions.moveTo(row.partition(), row.offset() + 1);
    }

    /** A failure loses that record only or, of several orders in a record, that one. */
    private void attempt(ConsumerRecord<byte[], byte[]> row, boolean doubtful) {
        try {
            if (RecordSequences.isLater(row)) {
                delivery.ofLaterVersion(row);
            } else if (row.value() == null) {
                acceptMarker(row, doubtful);
            } else if (PackedOrder.isPack(row)) {
                packs.accept(row, doubtful);
            } else {
                acceptOrder(row, doubtful);
            }
        } catch (RuntimeException | StackOverflowError e) {
            metrics.failedRecords().skipped(row, e);
        }
    }

    private void acceptOrder(ConsumerRecord<byte[], byte[]> row, boolean doubtful) {
        long unusual = reading.unusual();
        long seq = reading.turnTo(row);
        String fault = reading.fault(row, seq);
        metrics.sequencer().unusual(reading.unusual() - unusual);
        if (fault != null) {
            delivery.deliver(row, new Outcome.Foreign(fault));
            return;
        }
        Sequences seen = positions.of(row.partition());
        Doubt doubt = seen.doubt();
        if (doubt != null) {
            settle(doubt, seq, seen);
            reading.turnTo(row);
        }
        boolean held = doubtful && seq > seen.last();
        delivery.deliver(row, held ? Rules.doubtful(row, seq, seen) : Rules.order(row, seq, seen));
    }

    private void acceptMarker(ConsumerRecord<byte[], byte[]> row, boolean doubtful) {
        Marker marker;
        try {
            marker = Marker.of(row);
        } catch (IllegalArgumentException e) {
            delivery.foreign(row, e.getMessage());
            return;
        }
        Range named = marker.named();
        Sequences seen = positions.of(row.partition());
        Doubt doubt = seen.doubt();
        if (named != null && doubt != null) {
            settle(doubt, named.from(), seen);
        }
        if (named == null) {
            boolean known = positions.isReported(row.partition(), marker.json());
            delivery.deliver(row, known ? Outcome.Plain.REPEATED : new Outcome.Notice(marker.json()));
        } else {
            boolean held = doubtful && named.to() > seen.last();
            delivery.deliver(row, held ? Rules.doubtful(row, named) : Rules.marker(row, marker, named, seen));
        }
    }

    /** Passes on or drops the record that was held back, if the current one, which begins at {@code seq}, shows which. */
    private void settle(Doubt doubt, long seq, Sequences seen) {
        ConsumerRecord<byte[], byte[]> held = doubt.row();
        switch (doubt.settledBy(seq, seen)) {
            case CONFIRMED -> confirm(doubt, held, seen);
            case REFUTED -> {
                seen.doubts(null);
                if (held != null) {
                    delivery.foreign(held, "its sequence " + doubt.from() + " does not follow " + seen.last());
                }
            }
            default -> {}
        }
    }

    /**
     * Passes on the record that is held back in a partition as if a later record had confirmed it. Keeps a record that is far
     * ahead of {@code liveSeq}, the last sequence that the live stream has seen: it may be forged, and all orders after it
     * would look like repetitions.
     */
    public void passHeld(int partition, long liveSeq) {
        Sequences seen = positions.of(partition);
        Doubt doubt = seen.doubt();
        if (doubt != null && doubt.row() != null && (doubt.restarts() || doubt.to() <= liveSeq)) {
            confirm(doubt, doubt.row(), seen);
        }
    }

    private void confirm(Doubt doubt, @Nullable ConsumerRecord<byte[], byte[]> held, Sequences seen) {
        if (held == null) {
            seen.doubts(null);
            if (doubt.restarts() || doubt.to() > seen.last()) {
                logRestart(doubt);
                seen.beginAgain(doubt.to());
            }
            return;
        }
        if (doubt.restarts()) {
            logRestart(doubt);
        }
        try {
            if (held.value() != null) {
                reading.turnTo(held);
            }
            delivery.deliver(held, Rules.confirmed(held, doubt, seen));
        } finally {
            seen.doubts(null);
            positions.changed();
        }
    }

    /** In a replay the level is lower: the live stream has logged it, and clients could fill the log. */
    private void logRestart(Doubt doubt) {
        log.atLevel(positions.isReplay() ? Level.DEBUG : Level.WARN)
                .log("the sequences of a partition of {} began again at {}", positions.topic(), doubt.from());
    }

    /**
     * Remembers a record that was written before reading began, so that it is recognized as repeated if it is written
     * again. A last record of a later version is a loss as if it had been read: a replay that has not reported it yet could
     * otherwise join the live stream, which would not report it either.
     */
    public void wasThere(ConsumerRecord<byte[], byte[]> row) {
        Sequences seen = positions.of(row.partition());
        if (RecordSequences.isLater(row)) {
            seen.misses(PendingGap.ofLaterVersion(row), row.offset());
            return;
        }
        Range named = named(row);
        if (named == null) {
            return;
        }
        seen.dropPendingGapBefore(row);
        Doubt doubt = seen.doubt();
        boolean ahead = named.to() > seen.last();
        if (!seen.isBegun() || ahead && !seen.isFarAhead(named.from(), named.to())) {
            seen.doubts(null);
            seen.saw(named.to());
        } else if (doubt != null && doubt.isContinuedBy(named.from())) {
            seen.doubts(null);
            seen.beginAgain(named.to());
        } else if (ahead || seen.last() - named.to() > Doubt.MOST_NAMED) {
            // Either this record or the one that was accepted before is foreign.
            seen.doubts(new Doubt(null, named.from(), named.to(), !ahead));
            return;
        } else {
            // A repeated record.
            return;
        }
        if (row.value() != null) {
            seen.took(PackedOrder.last(row).value(), row.timestamp());
        }
    }

    /** Takes a record as the first one of its partition if no record was seen before. */
    public void beginBefore(ConsumerRecord<byte[], byte[]> row) {
        Sequences seen = positions.of(row.partition());
        long seq = seen.isBegun() || row.value() == null ? -1 : seqOrNone(row);
        if (seq > 0) {
            delivery.account(row, Rules.missing(row, seq - 1, seen));
            seen.saw(seq - 1);
            positions.changed();
        }
    }

    /** Reports a pending gap that no record follows; {@code liveSeq} is the last sequence that the live stream saw, or 0. */
    public void endPendingGap(int partition, long liveSeq) {
        PendingGap pending = positions.of(partition).pendingGapAtEnd();
        if (pending != null) {
            delivery.endPendingGap(partition, pending, liveSeq);
        }
    }

    /** Reports a loss in all partitions whose marker in this partition may be among records that are not read. */
    public void acceptUnread(int partition, String json) {
        if (!positions.isReported(partition, json)) {
            delivery.notice(partition, json);
        }
    }

    /** The sequences that a record names, null if it does not name any. */
    @Nullable
    Range named(ConsumerRecord<byte[], byte[]> row) {
        return reading.named(row);
    }

    /** The sequence of a record's first order, -1 if it cannot be read; the failure is counted when the record is accepted. */
    public long seqOrNone(ConsumerRecord<byte[], byte[]> row) {
        return reading.seqOrNone(row);
    }
}
