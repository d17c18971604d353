package io.orderwire.gateway.hub;

import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions that get the same orders at the same times: matched once, batched once, encoded once. A batch is sent when
 * {@code batchMs} have passed since the previous one, so that an order after a quiet time does not wait; it contains at
 * least the orders that were read together. The cost is counted for all subscribers together, and divided among them at
 * intervals.
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

    /** @param partitions partitions of its users, null if it gets orders of all users */
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

    /**
     * Returns true if a loss in a partition may contain matching events. The coins of lost events are not known, but each
     * user has one partition.
     */
    boolean isTouchedBy(int partition) {
        return partitions == null || partitions.get(partition);
    }

    /** Adds a subscriber, whose frames carry {@code id}. */
    abstract void add(String id, Subscriber member);

    abstract void remove(String id, Subscriber member);

    /** Number of subscribers. */
    abstract int size();

    abstract void forEach(Consumer<Subscriber> use);

    /** Returns true if a matching order can be sent to these subscribers at all. */
    boolean takes(RecordView order) {
        return true;
    }

    /** Returns true if a matching order fits into the current frame. */
    abstract boolean hasRoomFor(RecordView order);

    /** Adds a matching order; returns true if another one of its length may not fit. */
    abstract boolean add(RecordView order);

    /** Returns true if a gap of {@code bytes} fits into the current frame. */
    abstract boolean hasRoomForGap(int bytes);

    /** Adds a loss upstream; the batch must not contain orders. Returns true if the loss waits for a frame. */
    abstract boolean addGap(byte[] json);

    /** Counts a matching order that cannot be sent; the batch must not contain orders. */
    abstract void addDropped();

    /** Returns true if orders wait. They are sent before a gap is added, because a gap has to start a frame. */
    abstract boolean hasOrders();

    /**
     * Sends everything that was added since the last frame.
     *
     * @param withoutCurrent true if the current order matches and was not added
     */
    abstract void send(boolean withoutCurrent);

    long dueNanos() {
        return lastFrameNanos + batchNanos;
    }

    long lastFrameNanos() {
        return lastFrameNanos;
    }

    /**
     * Records that a subscriber joined. It has not seen earlier reports, so a loss that is being reported partition by
     * partition is reported to all subscribers once more.
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

    /** Its place in {@link DueQueue}. */
    long place() {
        return place;
    }

    void place(long number) {
        place = number;
    }

    /** Records that a frame was sent and nothing waits. */
    final void flushed(long nowNanos) {
        lastFrameNanos = nowNanos;
    }

    /** Counts work that its subscribers will be charged for. */
    final void costs(long nanos) {
        work += nanos;
        unsettledWork.add(this, nanos, !unsettled);
        unsettled = true;
    }

    /** Returns the work since the last call. */
    final long takeWork() {
        long taken = work;
        work = 0;
        return taken;
    }

    /** Records that its work was charged. */
    final void settled() {
        unsettled = false;
    }
}
