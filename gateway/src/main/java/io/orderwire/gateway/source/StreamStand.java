package io.orderwire.gateway.source;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Where a stream was at one moment. Immutable, so that threads can exchange it. */
public final class StreamStand {
    private final Uuid topicId;
    private final BitSet read;
    private final long[] next;
    private final long[] lastSeqs;

    /** @param read partitions that the stream reads; the other ones count for nothing */
    public StreamStand(Uuid topicId, BitSet read, long[] next, long[] lastSeqs) {
        this.topicId = topicId;
        this.read = (BitSet) read.clone();
        this.next = next.clone();
        this.lastSeqs = lastSeqs.clone();
    }

    /** Where the live stream is now. */
    public static StreamStand of(LivePosition live) {
        int partitions = live.partitions();
        BitSet all = new BitSet(partitions);
        all.set(0, partitions);
        return new StreamStand(
                live.topicId(),
                all,
                IntStream.range(0, partitions).mapToLong(live::next).toArray(),
                IntStream.range(0, partitions).mapToLong(live::lastSeq).toArray());
    }

    /** The topic of the stream. */
    public Uuid topicId() {
        return topicId;
    }

    public long next(int partition) {
        return next[partition];
    }

    public long lastSeq(int partition) {
        return lastSeqs[partition];
    }

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

    /** Whether the live stream has passed all records of this one. */
    public boolean isPassedBy(LivePosition live) {
        return read.stream().allMatch(partition -> live.next(partition) >= next[partition]);
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
    public static boolean hasSeen(long liveSeq, long seq) {
        return liveSeq == 0 || liveSeq >= seq;
    }
}
