package io.orderwire.gateway.fanout;

import io.orderwire.gateway.client.Frame;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.UpdatesFrame;

/** Subscriptions to {@code orderUpdates} of one user. */
final class UpdatesGroup extends Group {
    private final String user;
    private final int frameBytes;
    private long dropped;
    private final UpdatesFrame.Encoder encoder = new UpdatesFrame.Encoder();

    UpdatesGroup(String user, int batchMs, int frameBytes, long nowNanos) {
        super(OrderFilter.ofUser(user), batchMs, nowNanos);
        this.user = user;
        this.frameBytes = frameBytes;
    }

    String user() {
        return user;
    }

    /** The filter has looked at the record's key only. */
    @Override
    boolean takes(RecordView order) {
        return order.readable();
    }

    @Override
    boolean add(RecordView order) {
        encoder.add(order);
        return encoder.bytes() >= frameBytes || sendsEachAtOnce();
    }

    /** Nothing is held back of a loss: its notice is a message of its own. */
    @Override
    void addGap(byte[] json) {
        members().deliver(UpdatesFrame.uncountedLoss(user));
    }

    @Override
    void addDropped() {
        dropped++;
    }

    @Override
    boolean hasOrders() {
        return encoder.events() > 0;
    }

    @Override
    void flush(long nowNanos) {
        if (dropped > 0) {
            members().deliver(UpdatesFrame.loss(user, dropped));
            dropped = 0;
        }
        if (hasOrders()) {
            super.flush(nowNanos);
        } else {
            flushed(nowNanos);
        }
    }

    @Override
    Frame encode() {
        return encoder.take();
    }
}
