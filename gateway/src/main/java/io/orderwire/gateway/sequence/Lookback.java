package io.orderwire.gateway.sequence;

import io.orderwire.gateway.protocol.Cursor.Range;
import java.util.Arrays;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Checks the sequences of a cursor by the last records before its offsets. A client can hand back any numbers: with a
 * sequence that is too high, each later record would look like a repetition. A valid cursor may be ahead of these records,
 * too, by the events that a transaction showed before it was aborted; their number is bounded.
 */
public final class Lookback {
    /** Offsets before that of the cursor that are read; the ends of transactions count too. */
    public static final long OFFSETS = 100;

    /** Maximum number of events that an aborted transaction may have shown and that are not among these records. */
    public static final long MOST_AHEAD = 1 << 20;

    /** An order before the cursor. */
    private record Seen(ConsumerRecord<byte[], byte[]> row, long seq) {}

    private final Positions positions;
    private final Sequencer sequencer;
    private final Function<String, ? extends RuntimeException> refusal;
    private final long[] next;
    private final long[] highest;
    private final boolean[] proven;
    private final @Nullable Seen[] newest;
    private final boolean[] compared;
    private final boolean[] judged;

    /**
     * Begins to look.
     *
     * @param positions begun at the cursor
     * @param begins first offsets of the topic
     * @param refusal makes what is thrown if the topic cannot hold the cursor's sequence, from the reason
     */
    public Lookback(
            Positions positions,
            Sequencer sequencer,
            long[] begins,
            Function<String, ? extends RuntimeException> refusal) {
        this.positions = positions;
        this.sequencer = sequencer;
        this.refusal = refusal;
        this.next = new long[begins.length];
        this.highest = new long[begins.length];
        this.proven = new boolean[begins.length];
        this.newest = new @Nullable Seen[begins.length];
        this.compared = new boolean[begins.length];
        this.judged = new boolean[begins.length];
        Arrays.setAll(next, partition -> {
            long claimed = positions.nextOffset(partition);
            return Math.min(claimed, Math.max(begins[partition], claimed - OFFSETS));
        });
    }

    /** Offset in that partition from which on records are to be read. */
    public long next(int partition) {
        long claimed = positions.nextOffset(partition);
        return judged[partition] ? claimed : Math.min(next[partition], claimed);
    }

    /**
     * Takes a record: true if it is not before the cursor and is to be accepted. Throws the refusal if the topic cannot hold
     * the cursor's sequence there.
     */
    public boolean passes(ConsumerRecord<byte[], byte[]> row) {
        int partition = row.partition();
        if (judged[partition]) {
            return true;
        }
        if (row.offset() < positions.nextOffset(partition)) {
            next[partition] = row.offset() + 1;
            saw(row, partition);
            return false;
        }
        if (row.offset() == positions.nextOffset(partition) && !proven[partition]) {
            sawWithin(row, partition);
        }
        Range named = sequencer.named(row);
        if (named != null) {
            judge(partition, named.from());
        }
        return true;
    }

    /** If no record before the cursor has its sequence, the cursor is inside this one, after the first of its orders. */
    private void sawWithin(ConsumerRecord<byte[], byte[]> row, int partition) {
        if (!PackedOrder.isPack(row)) {
            return;
        }
        // A foreign record is counted when it is accepted.
        PackedOrder.of(row).stream()
                .filter(order ->
                        SeqScan.seq(order.value()) <= positions.of(partition).last())
                .forEach(order -> saw(order, partition));
    }

    /** No more records are before that offset. Throws as {@link #passes}. */
    public void nothingBefore(int partition, long offset) {
        if (judged[partition]) {
            return;
        }
        next[partition] = Math.max(next[partition], offset);
        if (!compared[partition] && next[partition] >= positions.nextOffset(partition)) {
            compared[partition] = true;
            compare(partition, highest[partition]);
        }
    }

    /** Records before that offset are gone. */
    public void gone(int partition, long begin) {
        next[partition] = Math.max(next[partition], begin);
    }

    private void saw(ConsumerRecord<byte[], byte[]> row, int partition) {
        Range named = sequencer.named(row);
        if (named == null) {
            return;
        }
        highest[partition] = Math.max(highest[partition], named.to());
        Sequences sequences = positions.of(partition);
        if (row.value() != null && named.to() <= sequences.last()) {
            newest[partition] = later(newest[partition], new Seen(PackedOrder.last(row), named.to()));
        }
        Seen order = newest[partition];
        if (named.to() == sequences.last()) {
            proven[partition] = true;
            // If a marker names the last sequence, the numbering can only begin again after the orders before it.
            if (order != null) {
                sequences.took(order.row.value(), order.row.timestamp(), order.seq);
            }
        }
    }

    private static Seen later(@Nullable Seen known, Seen order) {
        return known == null || SeqScan.isBehind(order.row.value(), known.row.value()) ? order : known;
    }

    /** Judges by the first record after the cursor. */
    private void judge(int partition, long first) {
        judged[partition] = true;
        newest[partition] = null;
        compare(partition, highest[partition]);
        Sequences sequences = positions.of(partition);
        if (proven[partition] || sequences.last() - first <= MOST_AHEAD) {
            return;
        }
        if (sequences.hasPendingGap()) {
            // The numbering began again among the records that are gone.
            positions.startOver(partition);
        } else {
            compare(partition, first);
        }
    }

    private void compare(int partition, long found) {
        long claimed = positions.of(partition).last();
        if (found > 0 && !proven[partition] && claimed - found > MOST_AHEAD) {
            throw refusal.apply("in partition " + partition + " at offset " + positions.nextOffset(partition)
                    + " the cursor has seen sequence " + claimed + ", the topic has " + found
                    + " there; from takes a cursor unchanged, or {\"minutesAgo\":n}");
        }
    }
}
