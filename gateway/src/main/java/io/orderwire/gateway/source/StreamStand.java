package io.orderwire.gateway.source;

import io.orderwire.gateway.sequence.Positions;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The position of a stream at one moment. Immutable, so that threads can exchange it. */
public final class StreamStand implements LivePosition {
    private final Uuid topicId;
    private final BitSet read;
    private final long[] first;
    private final long[] next;
    private final long[] lastSeqs;
    private final long[] held;

    /**
     * The position of a stream.
     *
     * @param read partitions that the stream reads; others are ignored
     * @param first offsets with which it began
     * @param next next offsets to read
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

    /** The present position of the live stream. */
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
     * Returns true if the live stream at {@code live} can continue this stream. It cannot if it has a pending gap or has
     * not passed all records of this stream. It cannot either if this stream has seen more events: those of an aborted
     * transaction would be new to the live stream when they are written again.
     */
    public boolean canContinueAt(LivePosition live) {
        return isPassedBy(live) && disagreement(live) == null;
    }

    /** Returns true if the live stream has passed all records of this stream, and both hold back the same records. */
    public boolean isPassedBy(LivePosition live) {
        return read.stream()
                .allMatch(partition ->
                        live.next(partition) >= next[partition] && holdsAlike(live.held(partition), partition));
    }

    /**
     * Returns false if only one of the streams holds back a record: the live stream would later pass it on a second time,
     * or it would never be passed on. A record before the first one of this stream does not matter.
     */
    private boolean holdsAlike(long liveHeld, int partition) {
        long own = held[partition];
        boolean elsewhere = liveHeld < first[partition] || liveHeld >= next[partition];
        return own == liveHeld || own == Positions.NONE_HELD && elsewhere;
    }

    /**
     * Returns true if this stream holds back a record, the live stream holds back none in that partition, and neither knows a
     * later record that could show what it is. The live stream has passed the record on, or took it for one that it knows.
     */
    public boolean holdsAloneAt(LivePosition live) {
        return read.stream().anyMatch(partition -> holdsAloneAt(live, partition));
    }

    /** The same, in one partition. */
    public boolean holdsAloneAt(LivePosition live, int partition) {
        return held[partition] != Positions.NONE_HELD
                && live.held(partition) == Positions.NONE_HELD
                && live.next(partition) == next[partition];
    }

    /** Describes why the live stream has not passed all records of this stream or holds back others. */
    public String obstacle(LivePosition live) {
        for (int partition = read.nextSetBit(0); partition >= 0; partition = read.nextSetBit(partition + 1)) {
            long at = live.next(partition);
            if (at == UNSETTLED) {
                return "it has a loss in partition " + partition + " that no later record shows the size of";
            }
            if (at < next[partition]) {
                return "it is at offset " + at + " of partition " + partition + ", this subscription at "
                        + next[partition];
            }
            if (!holdsAlike(live.held(partition), partition)) {
                return "in partition " + partition + " it holds back "
                        + (live.held(partition) == Positions.NONE_HELD ? "no record" : "offset " + live.held(partition))
                        + ", this subscription "
                        + (held[partition] == Positions.NONE_HELD ? "no record" : "offset " + held[partition])
                        + ", until a later record shows whether a parser wrote it";
            }
        }
        return "it has reached this subscription now";
    }

    /** Describes events that this stream has seen and the live stream has not, null if there are none. */
    public @Nullable String disagreement(LivePosition live) {
        for (int partition = read.nextSetBit(0); partition >= 0; partition = read.nextSetBit(partition + 1)) {
            if (!hasSeen(live.lastSeq(partition), lastSeqs[partition])) {
                return "in partition " + partition + " it has seen sequence " + lastSeqs[partition]
                        + ", the live stream " + live.lastSeq(partition);
            }
        }
        return null;
    }

    /** If the live stream has not seen any sequence in a partition, there are no events that could be written again. */
    private static boolean hasSeen(long liveSeq, long seq) {
        return liveSeq == 0 || liveSeq >= seq;
    }
}
