package io.orderwire.gateway.replay;

import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.sequence.CursorSource;
import io.orderwire.gateway.sequence.Lookback;
import io.orderwire.gateway.sequence.PendingGap;
import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.sequence.RecordSink;
import io.orderwire.gateway.sequence.Sequencer;
import io.orderwire.gateway.source.StreamStand;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * One subscription's own way through the topic of orders, besides the live stream. It judges sequences as the live stream
 * does, so that both have reported the same when they are at the same offsets.
 */
public final class Track implements CursorSource {
    private final Positions positions;
    private final Sequencer sequencer;
    private @Nullable StreamStand until;
    private final BitSet read = new BitSet();
    private @Nullable Lookback lookback;
    private long[] first;
    private long behind = Long.MAX_VALUE;
    private boolean begun;
    private long askedNanos;
    private boolean asked;

    /**
     * Has not begun.
     *
     * @param sink takes what is new
     * @param view shared by the tracks that take the same records in turn
     */
    public Track(String topic, Uuid topicId, int partitions, RecordSink sink, RecordView view, GatewayMetrics metrics) {
        this.positions = new Positions(topic, topicId, partitions, Positions.Memory.REPLAY);
        this.sequencer = new Sequencer(positions, sink, view, metrics);
        this.first = new long[partitions];
        read.set(0, partitions);
    }

    /** Reads these partitions only: the others hold nothing that is asked for. */
    public void readOnly(BitSet wanted) {
        read.and(wanted);
    }

    boolean reads(int partition) {
        return read.get(partition);
    }

    /**
     * Begins after what the cursor's owner had.
     *
     * @param begins first offsets of the topic: the last records before the cursor show whether its sequences can be right
     */
    public void begin(Cursor cursor, long[] begins) {
        positions.sawAllOf(cursor);
        begin(cursor.nextOffsets());
        lookback = new Lookback(
                positions,
                sequencer,
                begins,
                detail -> new ReplayEndedException(new ReplayEnd(ReplayEnd.Why.SEQUENCES, detail)));
    }

    /** Begins at those offsets. */
    public void begin(long[] offsets) {
        for (int partition = 0; partition < offsets.length; partition++) {
            positions.moveTo(partition, offsets[partition]);
        }
        first = offsets.clone();
        begun = true;
    }

    /** False until it is known where it begins. */
    public boolean hasBegun() {
        return begun;
    }

    /** How long ago it was first asked to begin. */
    public long waitedNanos(long nowNanos) {
        if (!asked) {
            asked = true;
            askedNanos = nowNanos;
        }
        return nowNanos - askedNanos;
    }

    /** The topic that it is of. */
    public Uuid topicId() {
        return positions.topicId();
    }

    @Override
    public String cursor() {
        return positions.cursor();
    }

    @Override
    public String cursorBefore() {
        return positions.cursorBefore();
    }

    int partitions() {
        return positions.partitions();
    }

    /** Offset in that partition from which on everything is still to be read; {@link Long#MAX_VALUE} if nothing is. */
    public long next(int partition) {
        if (!reads(partition)) {
            return Long.MAX_VALUE;
        }
        Lookback before = lookback;
        return before == null ? positions.nextOffset(partition) : before.next(partition);
    }

    /** Memory that what it remembers takes, bytes, about. */
    public long memory() {
        return positions.memory();
    }

    /** Where it is now. */
    public StreamStand stand() {
        return new StreamStand(
                topicId(),
                read,
                first,
                IntStream.range(0, partitions())
                        .mapToLong(positions::nextOffset)
                        .toArray(),
                IntStream.range(0, partitions()).mapToLong(positions::lastSeq).toArray(),
                IntStream.range(0, partitions())
                        .mapToLong(positions::heldOffset)
                        .toArray());
    }

    /** Ends where the live stream was. */
    public void until(StreamStand live) {
        until = live;
    }

    /** Has no end any more. */
    public void goOn() {
        until = null;
    }

    /** Whether it may go over to the live stream, now that it is at its end. */
    public boolean agreesAtEnd() {
        StreamStand end = until;
        return end != null && stand().canContinueAt(end);
    }

    /** Whether it has an end. */
    public boolean hasEnd() {
        return until != null;
    }

    /** Whether it has read all up to its end. */
    public boolean isAtEnd() {
        StreamStand end = until;
        for (int partition = 0; end != null && partition < end.partitions(); partition++) {
            if (next(partition) < end.next(partition)) {
                return false;
            }
        }
        return end != null;
    }

    /** Passes on a record that is on its way; others read the same records for other tracks. */
    public void take(ConsumerRecord<byte[], byte[]> row) {
        if (row.offset() < next(row.partition()) || row.offset() >= end(row.partition())) {
            return;
        }
        Lookback before = lookback;
        if (before == null || before.passes(row)) {
            sequencer.accept(row);
        }
    }

    /** There is nothing more before that offset. */
    public void nothingBefore(int partition, long offset) {
        if (!reads(partition)) {
            return;
        }
        long to = Math.min(offset, end(partition));
        Lookback before = lookback;
        if (before != null) {
            before.nothingBefore(partition, to);
        }
        if (to > positions.nextOffset(partition)) {
            positions.moveTo(partition, to);
        }
    }

    /** What it has to read next is not in the topic any more, which holds offsets from {@code begin} up to {@code end}. */
    public void gone(int partition, long begin, long end, long nowMs) {
        if (!reads(partition)) {
            return;
        }
        Lookback before = lookback;
        if (before != null) {
            before.gone(partition, begin);
        }
        long next = positions.nextOffset(partition);
        if (next < begin || next > end) {
            positions.misses(partition, new PendingGap(PendingGap.Cause.RETENTION, nowMs));
            positions.moveTo(partition, next < begin ? begin : end);
        }
    }

    private long end(int partition) {
        return until == null ? Long.MAX_VALUE : until.next(partition);
    }

    /** The partitions end there now. */
    public void endsAt(List<Long> ends) {
        long sum = 0;
        for (int partition = 0; partition < ends.size(); partition++) {
            sum += Math.max(0, ends.get(partition) - next(partition));
        }
        behind = sum;
    }

    /** About how many records it is behind, {@link Long#MAX_VALUE} when nobody knows. */
    public long behind() {
        return behind;
    }
}
