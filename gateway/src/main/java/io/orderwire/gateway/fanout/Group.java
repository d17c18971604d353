package io.orderwire.gateway.fanout;

import io.orderwire.gateway.client.Frame;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import java.util.concurrent.TimeUnit;

/**
 * Clients with one and the same subscription: it is matched once, batched once, encoded once. A batch goes out as soon
 * as the last one is {@code batchMs} old, so that an order in a quiet time waits for nothing. Used by the reading thread.
 */
abstract class Group {
    private final OrderFilter filter;
    private final long batchNanos;
    private final Members members = new Members();
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

    /** Takes in a loss upstream, before which the batch has gone out. */
    abstract void addGap(byte[] json);

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
        waiting = false;
        lastFrameNanos = nowNanos;
    }
}
