package io.orderwire.gateway.read;

import io.orderwire.gateway.protocol.Cursor.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has been seen of one partition. Records come in the order of their sequence but for those of an aborted
 * transaction, of a parser that another one has taken over from, and of the one that does their work again: they may
 * repeat, leave out and supply. Only a rising sequence is passed on, so that no user's orders are doubled or swapped.
 */
final class Sequences {
    /** Runs of dead letters, mostly: so many that were left out are remembered. */
    static final int MOST_RANGES = 1_024;

    /** What an order is that does not come in its turn. */
    enum Verdict {
        /** It is higher than any before. */
        HIGHER,
        /** It was left out, and higher ones have been sent: it cannot be sent any more. */
        LATE,
        /** It was told to be lost. */
        TOLD,
        /** It was sent. */
        REPEATED
    }

    private @Nullable Doubt doubt;
    private long newestMs = Long.MAX_VALUE;
    private long newestSeq;
    private byte @Nullable [] newest;
    private final SeqRanges leftOut = new SeqRanges(MOST_RANGES);
    private final SeqRanges told = new SeqRanges(MOST_RANGES);
    private long last;
    private boolean begun;
    private long lastOfFormerTopic;
    private @Nullable Hole hole;

    /** Last sequence seen or told, 0 before the first. */
    long last() {
        return last;
    }

    /** False while it is not known from which sequence on there was anything to see. */
    boolean isBegun() {
        return begun;
    }

    /** True for the sequence that comes in its turn. */
    boolean isNext(long seq) {
        return seq == last + 1 && hole == null;
    }

    /** All up to that one has been seen, or told, or left out. */
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

    /** What follows is missing, for that reason. An earlier reason stands. */
    void misses(Hole missing) {
        hole = hole == null ? missing : hole;
    }

    /** True when something is known to be missing before the next sequence, and not told yet. */
    boolean hasHole() {
        return hole != null;
    }

    /** Takes the reason why something is missing before the sequence at hand, null when there is none. */
    @Nullable
    Hole takeHole() {
        Hole taken = hole;
        hole = null;
        return taken;
    }

    /** Says what an order is that is not next. One that is late or was told counts as repeated from then on. */
    Verdict judge(long seq) {
        if (seq > last) {
            return Verdict.HIGHER;
        }
        if (leftOut.take(seq)) {
            return Verdict.LATE;
        }
        return told.take(seq) ? Verdict.TOLD : Verdict.REPEATED;
    }

    /** What of those sequences below the last one has been neither sent nor told; it counts as told from then on. */
    List<Range> takeLeftOut(long from, long to) {
        return leftOut.take(from, Math.min(to, last));
    }

    /** Remembers that these may still come; returns how many others were forgotten for them. */
    long leaveOut(long from, long to) {
        return leftOut.add(from, to);
    }

    /** What was left out and may still come: the highest so many ranges, the highest first. */
    List<Range> leftOut(int count) {
        return leftOut.isEmpty() ? List.of() : leftOut.highest(count);
    }

    /** Remembers that these were told to be lost by others, who may yet send them. */
    void tell(Range lost) {
        told.add(lost.from(), lost.to());
    }

    /** The last sequence of the topic that bore the name before, 0 when there was none. */
    long lastOfFormerTopic() {
        return lastOfFormerTopic;
    }

    /** Those of the topic that has taken this one's place. */
    Sequences ofNewTopic() {
        Sequences fresh = new Sequences();
        fresh.lastOfFormerTopic = Math.max(last, lastOfFormerTopic);
        return fresh;
    }
}
