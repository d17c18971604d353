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
import java.util.Objects;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one subscription through the topic of orders, separate from the live stream. It handles sequences as the
 * live stream does, so that both have reported the same at the same offsets.
 */
public final class Track implements CursorSource {
    private final Positions positions;
    private final Sequencer sequencer;
    private @Nullable StreamStand until;
    private @Nullable StreamStand liveAtBegin;
    private final BitSet read = new BitSet();
    private @Nullable Lookback lookback;
    private long[] first;
    private long lag = Long.MAX_VALUE;
    private boolean begun;
    private @Nullable Long askedNanos;

    /**
     * Has not begun.
     *
     * @param sink takes new orders and gaps
     * @param view shared by the tracks that take the same records in turn
     */
    public Track(String topic, Uuid topicId, int partitions, RecordSink sink, RecordView view, GatewayMetrics metrics) {
        this.positions = new Positions(topic, topicId, partitions, Positions.Memory.REPLAY);
        this.sequencer = new Sequencer(positions, sink, view, metrics);
        this.first = new long[partitions];
        read.set(0, partitions);
    }

    /**
     * Holds back what the live stream holds back at {@code live}: a track that begins there cannot know that it is doubtful.
     */
    public void holdBack(StreamStand live) {
        liveAtBegin = live;
    }

    /** Passes on the records that only it holds back, if the live stream at {@code live} has none after them either. */
    public void passHeld(StreamStand live) {
        StreamStand own = stand();
        read.stream().filter(at -> own.holdsAloneAt(live, at)).forEach(at -> sequencer.passHeld(at, live.lastSeq(at)));
    }

    /** Reads only these partitions, because others do not contain matching orders. */
    public void readOnly(BitSet wanted) {
        read.and(wanted);
    }

    boolean reads(int partition) {
        return read.get(partition);
    }

    /**
     * Begins after the records that the cursor's owner has received.
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

    /** Begins at the given offsets. */
    public void begin(long[] offsets) {
        IntStream.range(0, offsets.length).forEach(partition -> positions.moveTo(partition, offsets[partition]));
        first = offsets.clone();
        begun = true;
    }

    /** False until it is known where it begins. */
    public boolean hasBegun() {
        return begun;
    }

    /** How long ago it was first asked to begin. */
    public long waitedNanos(long nowNanos) {
        Long since = askedNanos == null ? (Long) nowNanos : askedNanos;
        askedNanos = since;
        return nowNanos - since;
    }

    /** The id of its topic. */
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

    /** The next offset to read in a partition; {@link Long#MAX_VALUE} if the partition is not read. */
    public long next(int partition) {
        if (!reads(partition)) {
            return Long.MAX_VALUE;
        }
        Lookback before = lookback;
        return before == null ? positions.nextOffset(partition) : before.next(partition);
    }

    /** Approximate memory of its state, bytes. */
    public long memory() {
        return positions.memory();
    }

    /** Its present position. */
    public StreamStand stand() {
        return new StreamStand(
                topicId(),
                read,
                first,
                each(positions::nextOffset),
                each(positions::lastSeq),
                each(positions::heldOffset));
    }

    private long[] each(IntToLongFunction value) {
        return IntStream.range(0, partitions()).mapToLong(value).toArray();
    }

    /** Sets the end: the position of the live stream at which the replay joined it. */
    public void until(StreamStand live) {
        until = live;
    }

    /** Removes the end. */
    public void removeEnd() {
        until = null;
    }

    /** Returns true if the live stream can continue it at its end. */
    public boolean agreesAtEnd() {
        StreamStand end = until;
        return end != null && stand().canContinueAt(end);
    }

    /** Reports losses that no record before the end follows: the live stream, which is past them, does not report them. */
    public void reportAtEnd() {
        StreamStand end = Objects.requireNonNull(until);
        read.stream().forEach(at -> sequencer.endPendingGap(at, end.lastSeq(at)));
    }

    /** Whether it has an end. */
    public boolean hasEnd() {
        return until != null;
    }

    /** Whether it has read all up to its end. */
    public boolean isAtEnd() {
        StreamStand end = until;
        return end != null
                && IntStream.range(0, end.partitions()).allMatch(partition -> next(partition) >= end.next(partition));
    }

    /**
     * Takes a polled record that is not before this track's next offset, and before its end. The same poll serves others,
     * too.
     */
    public void take(ConsumerRecord<byte[], byte[]> row) {
        if (row.offset() < next(row.partition()) || row.offset() >= end(row.partition())) {
            return;
        }
        Lookback before = lookback;
        StreamStand live = liveAtBegin;
        if (before == null || before.passes(row)) {
            sequencer.accept(row, live != null && live.held(row.partition()) == row.offset());
        }
    }

    /** Advances to an offset before which there are no more records. */
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

    /** The next offset no longer exists: the topic holds the offsets from {@code begin} up to {@code end}. */
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

    /** Computes the lag from the present ends of the partitions. */
    public void endsAt(List<Long> ends) {
        lag = IntStream.range(0, ends.size())
                .mapToLong(partition -> Math.max(0, ends.get(partition) - next(partition)))
                .sum();
    }

    /** The approximate lag, records; {@link Long#MAX_VALUE} if it is not known. */
    public long lag() {
        return lag;
    }
}
