package io.orderwire.gateway.hub;

import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions that get the same orders at the same times: matched once, batched once, written once. A batch goes out as
 * soon as the last one is {@code batchMs} old, so that an order in a quiet time waits for nothing, and holds at least what
 * was read together. What the group costs is counted for all of them together, and shared out at intervals.
 */
abstract class SharedSubscription {
    private final OrderFilter filter;
    private final @Nullable BitSet partitions;
    private final long batchNanos;
    private final UnsettledWork unsettledWork;
    private long lastFrameNanos;
    private long joinedAt;
    private long work;
    private boolean unsettled;
    private long place = DueQueue.NOWHERE;

    /** @param partitions of its users, null if it has orders of all */
    SharedSubscription(
            OrderFilter filter, @Nullable BitSet partitions, int batchMs, UnsettledWork unsettledWork, long nowNanos) {
        this.filter = filter;
        this.unsettledWork = unsettledWork;
        this.partitions = partitions;
        this.batchNanos = TimeUnit.MILLISECONDS.toNanos(batchMs);
        this.lastFrameNanos = nowNanos - batchNanos;
    }

    OrderFilter filter() {
        return filter;
    }

    /** Of a lost event the coin is not known, but its user lives in one partition. */
    boolean isTouchedBy(int partition) {
        return partitions == null || partitions.get(partition);
    }

    /** Adds one whose frames bear that id. */
    abstract void add(String id, Subscriber member);

    abstract void remove(String id, Subscriber member);

    /** Number of those who get its frames. */
    abstract int size();

    abstract void forEach(Consumer<Subscriber> use);

    /** Whether an order that matches can be sent to these clients at all. */
    boolean takes(RecordView order) {
        return true;
    }

    /** Whether an order that matches fits into the frame that is being filled. */
    abstract boolean hasRoomFor(RecordView order);

    /** Takes in an order that matches; true when another one like it may not fit. */
    abstract boolean add(RecordView order);

    /** Whether an account of a loss of so many bytes fits into the frame that is being filled. */
    abstract boolean hasRoomForGap(int bytes);

    /** Takes in a loss upstream; no order stands before it in the batch. True when it waits for a frame. */
    abstract boolean addGap(byte[] json);

    /** Takes in that an order which matches cannot be sent; no order stands before it in the batch. */
    abstract void addDropped();

    /** Whether orders wait: a gap has to start a frame. */
    abstract boolean hasOrders();

    /**
     * Sends what was taken in since the last frame.
     *
     * @param withoutCurrent whether the order at hand matches and is not among it
     */
    abstract void send(boolean withoutCurrent);

    long dueNanos() {
        return lastFrameNanos + batchNanos;
    }

    long lastFrameNanos() {
        return lastFrameNanos;
    }

    /**
     * A new subscriber has seen no report: a loss that is being reported partition by partition is reported to the whole group
     * once more.
     */
    void joinedAt(long number) {
        joinedAt = number;
    }

    long joinedAt() {
        return joinedAt;
    }

    boolean isWaiting() {
        return place != DueQueue.NOWHERE;
    }

    /** Its number in the queue of those that wait. */
    long place() {
        return place;
    }

    void place(long number) {
        place = number;
    }

    /** A frame has gone out: nothing waits any more. */
    final void flushed(long nowNanos) {
        lastFrameNanos = nowNanos;
    }

    /** Counts work, which its members are to pay for. */
    final void costs(long nanos) {
        work += nanos;
        unsettledWork.add(this, nanos, !unsettled);
        unsettled = true;
    }

    /** What it has cost since the last time. */
    final long takeWork() {
        long taken = work;
        work = 0;
        return taken;
    }

    /** It is not among those any more whose work is to be paid for. */
    final void settled() {
        unsettled = false;
    }
}
