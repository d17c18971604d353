package io.orderwire.gateway.sequence.before;

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
    /** Memory of a remembered range, bytes, about. */
    private static final int RANGE_BYTES = 100;

    /** What an order is whose sequence is not the next one. */
    enum Verdict {
        /** Its sequence is higher than all before. */
        HIGHER,
        /** It was left out, and higher ones have been sent: it cannot be sent any more. */
        LATE,
        /** It was reported as lost. */
        TOLD,
        /** It was sent. */
        REPEATED
    }

    private @Nullable Doubt doubt;
    private long newestMs = Long.MAX_VALUE;
    private long newestSeq;
    private byte @Nullable [] newest;
    private final int mostRanges;
    private final SeqRanges leftOut;
    private final SeqRanges told;
    private long last;
    private boolean begun;
    private long lastOfFormerTopic;
    private @Nullable Hole hole;

    /**
     * Nothing was seen yet.
     *
     * @param mostRanges of left-out sequences that are remembered, most of them runs of dead letters, and of reported ones
     */
    Sequences(int mostRanges) {
        this.mostRanges = mostRanges;
        this.leftOut = new SeqRanges(mostRanges);
        this.told = new SeqRanges(mostRanges);
    }

    /** Last sequence that was seen or reported, 0 before the first. */
    long last() {
        return last;
    }

    /** False until the first sequence that could have been seen is known. */
    boolean isBegun() {
        return begun;
    }

    /** True for the next sequence. */
    boolean isNext(long seq) {
        return seq == last + 1 && hole == null;
    }

    /** All sequences up to that one were seen, reported or left out. */
    void saw(long seq) {
        last = seq;
        begun = true;
    }

    /** Remembers a new order, and when the ingestor read it. */
    void took(byte[] order, long timestampMs) {
        newestMs = newestMs == Long.MAX_VALUE ? timestampMs : Math.max(newestMs, timestampMs);
        newest = order;
        newestSeq = last;
    }

    /** The record that is held back, or null. */
    @Nullable
    Doubt doubt() {
        return doubt;
    }

    /** Holds a record back; null ends that. */
    void doubts(@Nullable Doubt newDoubt) {
        doubt = newDoubt;
    }

    /** Whether a record names too many events or is further ahead than dead letters explain, and no loss is known. */
    boolean isFarAhead(long from, long to) {
        boolean far = from - last - 1 > Doubt.MOST_MISSING || to - from >= Doubt.MOST_NAMED;
        return begun && hole == null && to > last && far;
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
        told.clear();
        hole = null;
        last = seq;
        newestSeq = seq;
    }

    /** The next sequences are missing, for that reason. An earlier reason is kept. */
    void misses(Hole missing) {
        hole = hole == null ? missing : hole;
    }

    /** True if sequences are known to be missing before the next one, and were not reported yet. */
    boolean hasHole() {
        return hole != null;
    }

    /** Takes the reason why sequences before the present one are missing, null if there is none. */
    @Nullable
    Hole takeHole() {
        Hole taken = hole;
        hole = null;
        return taken;
    }

    /** Judges an order that is not the next one. One that is late or was reported counts as repeated from then on. */
    Verdict judge(long seq) {
        if (seq > last) {
            return Verdict.HIGHER;
        }
        if (leftOut.take(seq)) {
            return Verdict.LATE;
        }
        return told.take(seq) ? Verdict.TOLD : Verdict.REPEATED;
    }

    /** Those of the sequences below the last one that were neither sent nor reported; they count as reported from then on. */
    List<Range> takeLeftOut(long from, long to) {
        return leftOut.take(from, Math.min(to, last));
    }

    /** Remembers that these may still be written; returns how many others were forgotten for them. */
    long leaveOut(long from, long to) {
        return leftOut.add(from, to);
    }

    /** Left-out sequences that may still be written: at most so many ranges, the highest first. */
    List<Range> leftOut(int count) {
        return leftOut.isEmpty() ? List.of() : leftOut.highest(count);
    }

    /** Remembers that others reported these as lost, although they may still be written. */
    void tell(Range lost) {
        told.add(lost.from(), lost.to());
    }

    /** Memory that it takes besides the ranges that there is always room for, bytes, about. */
    long memory() {
        Doubt held = doubt;
        ConsumerRecord<byte[], byte[]> row = held == null ? null : held.row();
        return (long) RANGE_BYTES * (leftOut.size() + told.size())
                + (newest == null ? 0 : newest.length)
                + (row == null || row.value() == null ? 0 : row.value().length);
    }

    /** The last sequence of the previous topic of that name, 0 if there was none. */
    long lastOfFormerTopic() {
        return lastOfFormerTopic;
    }

    /** The sequences of the topic that has replaced this one. */
    Sequences ofNewTopic() {
        Sequences fresh = new Sequences(mostRanges);
        fresh.lastOfFormerTopic = Math.max(last, lastOfFormerTopic);
        return fresh;
    }
}
