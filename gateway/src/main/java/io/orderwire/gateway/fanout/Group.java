package io.orderwire.gateway.fanout;

import io.orderwire.gateway.client.Frame;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Clients with one and the same subscription: it is matched once, batched once, encoded once. A batch goes out as soon
 * as the last one is {@code batchMs} old, so that an order in a quiet time waits for nothing. Used by one thread at a time.
 */
abstract class Group {
    /** A loss that touches all partitions comes in each of them at about the same time. */
    private static final int REMEMBERED_GAPS = 64;

    private final OrderFilter filter;
    private final long batchNanos;
    private final Members members = new Members();
    private final Set<String> toldGaps = new LinkedHashSet<>();
    private long lastFrameNanos;
    private boolean waiting;

    Group(OrderFilter filter, int batchMs, long nowNanos) {
        this.filter = filter;
        this.batchNanos = TimeUnit.MILLISECONDS.toNanos(batchMs);
        this.lastFrameNanos = nowNanos - batchNanos;
    }

    OrderFilter filter() {
        return filter;
    }

    Members members() {
        return members;
    }

    /** Whether an order that matches can be told to these clients at all. */
    boolean takes(RecordView order) {
        return true;
    }

    /** Takes in an order that matches; true when the batch is full and has to go out now. */
    abstract boolean add(RecordView order);

    /** Takes in a loss upstream; no order stands before it in the batch. */
    abstract void addGap(byte[] json);

    /** Takes in that an order which matches cannot be sent; no order stands before it in the batch. */
    abstract void addDropped();

    /** Whether orders wait: a hole has to start a frame. */
    abstract boolean hasOrders();

    /** What was taken in since the last frame, as a frame. */
    abstract Frame encode();

    boolean sendsEachAtOnce() {
        return batchNanos == 0;
    }

    long dueNanos() {
        return lastFrameNanos + batchNanos;
    }

    long lastFrameNanos() {
        return lastFrameNanos;
    }

    /** True at the first time that this loss comes since somebody joined. */
    boolean isNewGap(String json) {
        boolean isNew = toldGaps.add(json);
        if (toldGaps.size() > REMEMBERED_GAPS) {
            toldGaps.remove(toldGaps.iterator().next());
        }
        return isNew;
    }

    /** Whoever joins has been told of no loss: one that is being told partition by partition, others get once more. */
    void joining() {
        toldGaps.clear();
    }

    /** True once from the first thing taken in to the next frame. */
    boolean startsWaiting() {
        boolean starts = !waiting;
        waiting = true;
        return starts;
    }

    boolean isWaiting() {
        return waiting;
    }

    void flush(long nowNanos) {
        members.deliver(encode());
        flushed(nowNanos);
    }

    /** Nothing waits any more. */
    final void flushed(long nowNanos) {
        waiting = false;
        lastFrameNanos = nowNanos;
    }
}
