package io.orderwire.gateway.sequence;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.RecordVersion;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor.Range;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.Skipped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Applies outcomes: sends reports to the sink, then changes the state, then sends the order. A report that the sink fails
 * to take counts as sent, since each later record would fail with it.
 */
final class Delivery {
    private final Positions positions;
    private final RecordSink sink;
    private final RecordView view;
    private final GatewayMetrics metrics;

    /** @param view is turned to an order before its outcome is delivered */
    Delivery(Positions positions, RecordSink sink, RecordView view, GatewayMetrics metrics) {
        this.positions = positions;
        this.sink = sink;
        this.view = view;
        this.metrics = metrics;
    }

    /** Applies the outcome of a record. */
    void deliver(ConsumerRecord<byte[], byte[]> row, Outcome outcome) {
        if (outcome == Outcome.Plain.PASSED) {
            pass(row, positions.lastSeq(row.partition()) + 1);
        } else if (outcome == Outcome.Plain.REPEATED) {
            metrics.sequencer().repeated();
        } else if (outcome instanceof Outcome.Ahead ahead) {
            account(row, ahead.before());
            pass(row, ahead.seq());
        } else if (outcome instanceof Outcome.Restarted restarted) {
            account(row, restarted.before());
            positions.of(row.partition()).beginAgain(restarted.seq() - 1);
            pass(row, restarted.seq());
        } else if (outcome instanceof Outcome.Late late) {
            passLate(row.partition(), late.seq());
        } else if (outcome instanceof Outcome.AfterReport after) {
            metrics.skippedEvents().add(Skipped.REPORTED, 1);
            positions.of(row.partition()).takeReported(after.seq());
        } else if (outcome instanceof Outcome.Lost lost) {
            reportLost(row, lost);
        } else if (outcome instanceof Outcome.Notice notice) {
            notice(row.partition(), notice.json());
        } else if (outcome instanceof Outcome.Held held) {
            hold(row.partition(), held.doubt());
        } else if (outcome instanceof Outcome.Foreign foreign) {
            foreign(row, foreign.reason());
        }
    }

    private void pass(ConsumerRecord<byte[], byte[]> row, long seq) {
        positions.passed(row, seq);
        sink.order(view);
    }

    /** Passes on an order among several of a record, whose sequence is the next one; {@link Sequences#took} has to follow. */
    void passNext(ConsumerRecord<byte[], byte[]> row, long seq) {
        positions.of(row.partition()).saw(seq);
        positions.passes(row, row.offset());
        sink.order(view);
    }

    private void passLate(int partition, long seq) {
        metrics.skippedEvents().add(Skipped.LATE, 1);
        try {
            sink.late(view);
        } finally {
            positions.of(partition).takeLeftOut(seq, seq);
        }
    }

    /** Accounts for the sequences that are missing before a record. */
    void account(ConsumerRecord<byte[], byte[]> row, Missing missing) {
        try {
            report(row.partition(), missing);
        } finally {
            apply(row, missing);
        }
    }

    /** Reports a pending gap that no record follows, unless the live stream shows that no event was lost. */
    void endPendingGap(int partition, PendingGap pending, long liveSeq) {
        Sequences seen = positions.of(partition);
        boolean lost = liveSeq == 0 || liveSeq > seen.last();
        Gap gap = pending.gapAtEnd(partition, seen.last(), liveSeq);
        try {
            report(partition, lost ? new Missing.Reported(gap, pending.cause(), null) : Missing.None.NONE);
        } finally {
            seen.dropPendingGap();
            if (liveSeq > seen.last()) {
                seen.saw(liveSeq);
            }
            positions.changed();
        }
    }

    private void report(int partition, Missing missing) {
        if (missing instanceof Missing.Reported reported) {
            Gap gap = reported.gap();
            if (gap.events() != null) {
                metrics.skippedEvents().add(reported.cause().skipped(), gap.events());
            }
            report(partition, gap.toJson());
        }
    }

    private void report(int partition, String json) {
        metrics.sequencer().gap();
        sink.gap(partition, json);
    }

    private void apply(ConsumerRecord<byte[], byte[]> row, Missing missing) {
        Sequences seen = positions.of(row.partition());
        seen.dropPendingGapBefore(row);
        if (missing instanceof Missing.LeftOut leftOut) {
            if (!leftOut.first()) {
                metrics.sequencer().jumped(leftOut.range().count());
            }
            leaveOut(seen, leftOut.range());
        } else if (missing instanceof Missing.Reported reported) {
            leaveOut(seen, reported.leftOut());
        }
        positions.changed();
    }

    private void leaveOut(Sequences seen, @Nullable Range range) {
        if (range != null) {
            metrics.sequencer().forgotten(seen.leaveOut(range.from(), range.to()));
        }
    }

    private void reportLost(ConsumerRecord<byte[], byte[]> row, Outcome.Lost lost) {
        int partition = row.partition();
        try {
            report(partition, lost.before());
            lost.parts().forEach(part -> report(partition, lost.marker().json(part)));
        } finally {
            apply(row, lost);
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> row, Outcome.Lost lost) {
        Sequences seen = positions.of(row.partition());
        Range named = lost.named();
        seen.takeLeftOut(named.from(), named.to());
        if (named.to() > seen.last()) {
            apply(row, lost.before());
            seen.saw(named.to());
        }
        lost.parts().forEach(seen::report);
        positions.changed();
    }

    /** Passes on a marker without sequences. */
    void notice(int partition, String json) {
        try {
            report(partition, json);
        } finally {
            positions.reported(partition, json);
        }
    }

    /** Holds back one record at a time. A record that was held back before was not continued, so it is foreign. */
    private void hold(int partition, Doubt doubt) {
        Sequences seen = positions.of(partition);
        Doubt before = seen.doubt();
        ConsumerRecord<byte[], byte[]> held = before == null ? null : before.row();
        ConsumerRecord<byte[], byte[]> next = doubt.row();
        if (before != null && held != null && next != null && isOther(held, before, next, doubt)) {
            foreign(held, "no record continues its sequence " + before.from());
        }
        seen.doubts(doubt);
    }

    /** Orders of one record have the same offset. */
    private static boolean isOther(
            ConsumerRecord<byte[], byte[]> held, Doubt before, ConsumerRecord<byte[], byte[]> next, Doubt doubt) {
        return held.offset() != next.offset() || before.from() != doubt.from();
    }

    /**
     * Counts a record that a later version wrote. The sequences that are missing before the next order are reported as lost;
     * until then, cursors stay before this record, so that a gateway of that version can resume at it.
     */
    void ofLaterVersion(ConsumerRecord<byte[], byte[]> row) {
        boolean marker = row.value() == null;
        foreign(row, marker ? RecordVersion.fault(row.headers()) : RecordVersion.faultOfOrders(row.headers()));
        positions.misses(row.partition(), PendingGap.ofLaterVersion(row));
    }

    /** Counts a record that no parser can have written. */
    void foreign(ConsumerRecord<byte[], byte[]> row, @Nullable String why) {
        metrics.sequencer().unreadable();
        if (positions.isReplay()) {
            // The live stream has reported the record; a client could otherwise cause any number of reports.
            return;
        }
        metrics.failedRecords().foreign().ignored(row.topic(), row.partition(), row.offset(), why);
    }
}
