package io.orderwire.gateway.source;

import io.orderwire.gateway.sequence.Positions;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Where a stream was at one moment. Immutable, so that threads can exchange it. */
public final class StreamStand implements LivePosition {
    private final Uuid topicId;
    private final BitSet read;
    private final long[] first;
    private final long[] next;
    private final long[] lastSeqs;
    private final long[] held;

    /**
     * A stream that is there.
     *
     * @param read partitions that the stream reads; the other ones count for nothing
     * @param first offsets with which it began
     * @param next offsets from which on it is still to be read
     * @param lastSeqs highest sequences seen
     * @param held offsets of records that are held back, {@link Positions#NONE_HELD} where none is
     */
    public StreamStand(Uuid topicId, BitSet read, long[] first, long[] next, long[] lastSeqs, long[] held) {
        this.topicId = topicId;
        this.read = (BitSet) read.clone();
        this.first = first.clone();
        this.next = next.clone();
        this.lastSeqs = lastSeqs.clone();
        this.held = held.clone();
    }

    /** Where the live stream is now. */
    public static StreamStand of(LivePosition live) {
        int partitions = live.partitions();
        BitSet all = new BitSet(partitions);
        all.set(0, partitions);
        return new StreamStand(
                live.topicId(),
                all,
                new long[partitions],
                IntStream.range(0, partitions).mapToLong(live::next).toArray(),
                IntStream.range(0, partitions).mapToLong(live::lastSeq).toArray(),
                IntStream.range(0, partitions).mapToLong(live::held).toArray());
    }

    @Override
    public Uuid topicId() {
        return topicId;
    }

    @Override
    public long next(int partition) {
        return next[partition];
    }

    @Override
    public long lastSeq(int partition) {
        return lastSeqs[partition];
    }

    @Override
    public long held(int partition) {
        return held[partition];
    }

    @Override
    public int partitions() {
        return next.length;
    }

    /**
     * Whether the live stream at that position can continue this one. It cannot if it has not passed a record that this one
     * has, or has a pending gap; nor if this one has seen more: an event that an aborted transaction has shown would be new
     * to the live stream when it is written again.
     */
    public boolean canContinueAt(LivePosition live) {
        return isPassedBy(live) && disagreement(live) == null;
    }

    /** Whether the live stream has passed all records of this one, and holds back no other one of them. */
    public boolean isPassedBy(LivePosition live) {
        return read.stream()
                .allMatch(partition ->
                        live.next(partition) >= next[partition] && holdsAlike(live.held(partition), partition));
    }

    /**
     * False if one stream holds back a record that the other one does not: the live stream would pass on once more what this
     * one has, or never what this one has not. A record before the first of this stream is not asked for.
     */
    private boolean holdsAlike(long liveHeld, int partition) {
        long own = held[partition];
        boolean elsewhere = liveHeld < first[partition] || liveHeld >= next[partition];
        return own == liveHeld || own == Positions.NONE_HELD && elsewhere;
    }

    /** The events that this stream has seen and the live one has not, null if there are none. */
    public @Nullable String disagreement(LivePosition live) {
        for (int partition = read.nextSetBit(0); partition >= 0; partition = read.nextSetBit(partition + 1)) {
            if (!hasSeen(live.lastSeq(partition), lastSeqs[partition])) {
                return "in partition " + partition + " it has seen sequence " + lastSeqs[partition]
                        + ", the live stream " + live.lastSeq(partition);
            }
        }
        return null;
    }

    /** Where the live stream has not found any event, none can be written again. */
    private static boolean hasSeen(long liveSeq, long seq) {
        return liveSeq == 0 || liveSeq >= seq;
    }
}
