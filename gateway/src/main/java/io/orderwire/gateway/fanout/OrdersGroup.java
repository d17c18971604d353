package io.orderwire.gateway.fanout;

import io.orderwire.gateway.client.Frame;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.OrdersFrame;
import java.util.ArrayList;
import java.util.List;

/** Subscriptions to {@code orders} with the same filter, name and batch time. */
final class OrdersGroup extends Group {
    /** What makes subscriptions one group: the name stands in the frame. */
    record Key(OrderFilter filter, String id, int batchMs) {}

    private final Key key;
    private final byte[] id;
    private final FrameSource source;
    private final List<byte[]> orders = new ArrayList<>();
    private final List<byte[]> gaps = new ArrayList<>();
    private long bytes;
    private long dropped;

    OrdersGroup(Key key, FrameSource source, long nowNanos) {
        super(key.filter, key.batchMs, nowNanos);
        this.key = key;
        this.id = OrdersFrame.id(key.id);
        this.source = source;
    }

    Key key() {
        return key;
    }

    @Override
    boolean add(RecordView order) {
        byte[] value = order.value();
        bytes += value.length + 1L;
        orders.add(value);
        return bytes >= source.frameBytes() || sendsEachAtOnce();
    }

    @Override
    void addGap(byte[] json) {
        gaps.add(json);
    }

    @Override
    void addDropped() {
        dropped++;
    }

    @Override
    boolean hasOrders() {
        return !orders.isEmpty();
    }

    @Override
    Frame encode() {
        try {
            return source.encode(id, orders, dropped, gaps);
        } finally {
            // Also after a failure: the clients that it ended get no more, and those who join later not this.
            orders.clear();
            gaps.clear();
            bytes = 0;
            dropped = 0;
        }
    }
}
