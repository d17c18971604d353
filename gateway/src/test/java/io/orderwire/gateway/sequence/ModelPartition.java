package io.orderwire.gateway.sequence;

import io.orderwire.contract.gap.Gap;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What the {@link SequencerModel} knows of one partition: a mark for each single sequence, and the record that is held back. */
final class ModelPartition {
    /** Sequences that may be missing before a record that is not held back. */
    static final long FAR = 1_024;

    /** Sequences that a marker may name without being held back. */
    static final long MANY = 65_536;

    enum Mark {
        LEFT_OUT,
        REPORTED,
        DONE
    }

    /** A record that names sequences: an order, or a marker. */
    record Item(
            ConsumerRecord<byte[], byte[]> row,
            long from,
            long to,
            long pos,
            @Nullable Gap gap,
            boolean restarts) {
        boolean isContinuedBy(long seq) {
            return seq > to && seq <= to + FAR;
        }

        String text() {
            return to + "@" + pos;
        }
    }

    record Loss(String where, String reason) {}

    private final Map<Long, Mark> marks = new HashMap<>();
    long last;
    boolean begun;
    long formerLast;

    @Nullable
    Loss loss;

    boolean lossAfterHeld;

    @Nullable
    Item held;

    boolean heldFromBefore;
    long newestPos = -1;
    long newestMs;
    long newestSeq;

    void mark(long from, long to, Mark mark) {
        for (long seq = from; seq <= to; seq++) {
            marks.put(seq, mark);
        }
    }

    Mark of(long seq) {
        return marks.getOrDefault(seq, Mark.DONE);
    }

    void hold(@Nullable Item item, boolean fromBefore) {
        held = item;
        heldFromBefore = fromBefore;
        lossAfterHeld = false;
    }

    boolean isFarAhead(long from, long to) {
        return begun && loss == null && to > last && (from > last + 1 + FAR || to - from >= MANY);
    }

    void restart(long seq) {
        marks.clear();
        last = seq;
        newestSeq = seq;
    }

    void took(Item order) {
        newestMs = newestPos < 0 ? order.row.timestamp() : Math.max(newestMs, order.row.timestamp());
        newestPos = order.pos;
        newestSeq = last;
    }
}
