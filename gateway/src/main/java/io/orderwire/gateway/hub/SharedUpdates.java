package io.orderwire.gateway.hub;

import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.UpdatesFrame;
import java.util.BitSet;
import java.util.function.Consumer;

/** Subscriptions to {@code orderUpdates} of one user with the same longest frame. */
final class SharedUpdates extends SharedSubscription {
    /** Subscriptions with equal keys are shared. */
    record Key(String user, int frameBytes) {}

    private final Key key;
    private final Subscribers members = new Subscribers();
    private final UpdatesFrame.Encoder encoder = new UpdatesFrame.Encoder();
    private long dropped;

    SharedUpdates(Key key, BitSet partitions, int batchMs, UnsettledWork unsettledWork, long nowNanos) {
        super(OrderFilter.ofUser(key.user), partitions, batchMs, unsettledWork, nowNanos);
        this.key = key;
    }

    Key key() {
        return key;
    }

    @Override
    void add(String id, Subscriber member) {
        members.add(member);
    }

    @Override
    void remove(String id, Subscriber member) {
        members.remove(member);
    }

    @Override
    int size() {
        return members.size();
    }

    @Override
    void forEach(Consumer<Subscriber> use) {
        members.forEach(use);
    }

    /** The filter has compared only the record's key, so the value may not be readable. */
    @Override
    boolean takes(RecordView order) {
        return order.readable();
    }

    @Override
    boolean hasRoomFor(RecordView order) {
        return !hasOrders() || encoder.hasRoomFor(order, key.frameBytes);
    }

    @Override
    boolean add(RecordView order) {
        encoder.add(order);
        costs(Work.ORDER + (long) order.length() * Work.UPDATE_BYTE);
        return !encoder.hasRoomFor(order, key.frameBytes);
    }

    @Override
    boolean hasRoomForGap(int bytes) {
        return true;
    }

    /** Sends the notice of a loss at once, because it is a message of its own. */
    @Override
    boolean addGap(byte[] json) {
        members.deliver(UpdatesFrame.uncountedLoss(key.user));
        costs(Work.FRAME + Work.sends(size(), json.length));
        return false;
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
    void send(boolean withoutCurrent) {
        if (dropped > 0) {
            members.deliver(UpdatesFrame.loss(key.user, dropped));
            dropped = 0;
        }
        int bytes = encoder.bytes();
        if (hasOrders()) {
            members.deliver(encoder.take());
        }
        costs(Work.FRAME + Work.sends(size(), bytes));
    }
}
