package io.orderwire.gateway.sequence;

import io.orderwire.gateway.protocol.Cursor.Range;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The sequences that were seen of one partition. Records are in the order of their sequences, except for those of an aborted
 * transaction, of a parser that another one has replaced, and of the parser that repeats their work: these may repeat
 * sequences, leave some out, and supply some later. Only rising sequences are passed on, so that no user's orders are
 * duplicated or reordered.
 */
final class Sequences {
    /** Approximate memory of a remembered range, bytes. */
    private static final int RANGE_BYTES = 100;

    private @Nullable Doubt doubt;
    private long newestMs = Long.MAX_VALUE;
    private long newestSeq;
    private byte @Nullable [] newest;
    private final int mostRanges;
    private final SeqRanges leftOut;
    private final SeqRanges reported;
    private long last;
    private boolean begun;
    private long lastOfFormerTopic;
    private @Nullable PendingGap pending;
    /** Offset of the first record that the pending gap leaves unread. */
    private long pendingOffset;
    /** Whether the pending gap is after the record that is held back, and not before it. */
    private boolean pendingAfterHeld;

    /**
     * Begins without sequences.
     *
     * @param mostRanges maximum number of remembered ranges of left-out sequences, most of which are runs of dead letters,
     *     and maximum number of ranges of reported ones
     */
    Sequences(int mostRanges) {
        this.mostRanges = mostRanges;
        this.leftOut = new SeqRanges(mostRanges);
        this.reported = new SeqRanges(mostRanges);
    }

    /** Last sequence that was seen or reported, 0 before the first. */
    long last() {
        return last;
    }

    /** False until the first sequence that could have been seen is known. */
    boolean isBegun() {
        return begun;
    }

    /** Returns true if {@code seq} is the next sequence and there is no pending gap. */
    boolean isNext(long seq) {
        return seq == last + 1 && pending == null;
    }

    /** Records that all sequences up to {@code seq} were seen, reported or left out. */
    void saw(long seq) {
        last = seq;
        begun = true;
    }

    /** Remembers a new order and its timestamp as the newest. */
    void took(byte[] order, long timestampMs) {
        took(order, timestampMs, last);
    }

    /** Remembers an order as the newest one although higher sequences were reported. */
    void took(byte[] order, long timestampMs, long seq) {
        newestMs = newestMs == Long.MAX_VALUE ? timestampMs : Math.max(newestMs, timestampMs);
        newest = order;
        newestSeq = seq;
    }

    /** The record that is held back, or null. */
    @Nullable
    Doubt doubt() {
        return doubt;
    }

    /** Holds a record back; null ends the hold. */
    void doubts(@Nullable Doubt newDoubt) {
        doubt = newDoubt;
        pendingAfterHeld = false;
    }

    /** Ends the hold of a record that was passed on. */
    void settled(ConsumerRecord<byte[], byte[]> row) {
        if (isHeld(row)) {
            doubts(null);
        }
    }

    /**
     * Returns true if a record names too many events, or is further ahead than dead letters explain, and no loss is known.
     */
    boolean isFarAhead(long from, long to) {
        boolean far = from - last - 1 > Doubt.MOST_MISSING || to - from >= Doubt.MOST_NAMED;
        return begun && pending == null && to > last && far;
    }

    /**
     * Whether an order that is not ahead is nevertheless new, because sequences have begun again. A repetition has the position
     * and the timestamp of its original; neither is after those of the newest order. An order that was reported as lost and is
     * written after all can be after the newest one in both, but then its sequence is higher, too.
     */
    boolean isNewAgain(long seq, byte[] order, long timestampMs) {
        byte[] before = newest;
        return seq <= newestSeq && timestampMs > newestMs && before != null && SeqScan.isBehind(order, before);
    }

    /** Sequences have begun again, and {@code seq} is the last one seen. */
    void beginAgain(long seq) {
        leftOut.clear();
        reported.clear();
        last = seq;
        newestSeq = seq;
    }

    /**
     * Records that reading skips records from {@code offset} on, for the reason {@code missing}. An earlier reason is kept.
     */
    void misses(PendingGap missing, long offset) {
        if (pending == null) {
            pending = missing;
            pendingOffset = offset;
            pendingAfterHeld = doubt != null;
        }
    }

    /** Returns true if sequences before the next one are known to be missing and were not reported yet. */
    boolean hasPendingGap() {
        return pending != null;
    }

    /** The pending gap before a record, null if there is none. */
    @Nullable
    PendingGap pendingGapBefore(ConsumerRecord<byte[], byte[]> row) {
        return pendingAfterHeld && isHeld(row) ? null : pending;
    }

    /** The pending gap if no record is held back before or after it, otherwise null. */
    @Nullable
    PendingGap pendingGapAtEnd() {
        return doubt == null ? pending : null;
    }

    /** The pending gap has been accounted for. */
    void dropPendingGap() {
        pending = null;
    }

    /** The sequences that are missing before a record have been accounted for. */
    void dropPendingGapBefore(ConsumerRecord<byte[], byte[]> row) {
        pending = pendingAfterHeld && isHeld(row) ? pending : null;
    }

    private boolean isHeld(ConsumerRecord<byte[], byte[]> row) {
        return doubt != null && doubt.row() == row;
    }

    /** Offset of the first record that was held back or left unread, {@link Long#MAX_VALUE} if there is none. */
    long firstUnsettledOffset() {
        ConsumerRecord<byte[], byte[]> row = held();
        long first = row == null ? Long.MAX_VALUE : row.offset();
        return pending == null ? first : Math.min(first, pendingOffset);
    }

    /** The record that is held back, null if none is, or if it was written before reading began. */
    @Nullable
    ConsumerRecord<byte[], byte[]> held() {
        return doubt == null ? null : doubt.row();
    }

    /** Returns true if a sequence was neither passed on nor reported although a higher one was. */
    boolean isLeftOut(long seq) {
        return leftOut.contains(seq);
    }

    /** Whether a sequence was reported as lost, and its order was not read since. */
    boolean isReported(long seq) {
        return reported.contains(seq);
    }

    /** The given sequences that were neither passed on nor reported although higher ones were, ascending. */
    List<Range> leftOutWithin(long from, long to) {
        return leftOut.within(from, Math.min(to, last));
    }

    /** Counts left-out sequences as passed on from now on. */
    void takeLeftOut(long from, long to) {
        leftOut.take(from, Math.min(to, last));
    }

    /** The order of a sequence that was reported as lost was read: from now on it is a repetition. */
    void takeReported(long seq) {
        reported.take(seq, seq);
    }

    /** Remembers left-out sequences, which may still be written; returns the number of sequences that were forgotten. */
    long leaveOut(long from, long to) {
        return leftOut.add(from, to);
    }

    /** The left-out sequences, which may still be written: at most {@code count} ranges, the highest first. */
    List<Range> leftOut(int count) {
        return leftOut.isEmpty() ? List.of() : leftOut.highest(count);
    }

    /** Remembers that these were reported as lost, although they may still be written. */
    void report(Range lost) {
        reported.add(lost.from(), lost.to());
    }

    /** Approximate memory in addition to the ranges for which there is always room, bytes. */
    long memory() {
        ConsumerRecord<byte[], byte[]> row = held();
        return (long) RANGE_BYTES * (leftOut.size() + reported.size())
                + (newest == null ? 0 : newest.length)
                + (row == null || row.value() == null ? 0 : row.value().length);
    }

    /** The last sequence of the previous topic of that name, 0 if there was none. */
    long lastOfFormerTopic() {
        return lastOfFormerTopic;
    }

    /** The sequences after the numbering has begun again in records that were not read. */
    Sequences ofNewNumbering() {
        Sequences fresh = new Sequences(mostRanges);
        fresh.pending = pending;
        fresh.pendingOffset = pendingOffset;
        return fresh;
    }

    /** The sequences of the topic that has replaced this one. */
    Sequences ofNewTopic() {
        Sequences fresh = new Sequences(mostRanges);
        fresh.lastOfFormerTopic = Math.max(last, lastOfFormerTopic);
        return fresh;
    }
}
