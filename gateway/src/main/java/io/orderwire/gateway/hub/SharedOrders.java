package io.orderwire.gateway.hub;

import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.OrdersBody;
import io.orderwire.gateway.protocol.OrdersFrame;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions to {@code orders} with the same filter, batch time and longest frame. They differ only in their ids, which
 * are in the heads of their frames.
 */
final class SharedOrders extends SharedSubscription {
    /** Subscriptions with equal keys are shared. */
    record Key(OrderFilter filter, int batchMs, int frameBytes) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Named(byte[] head, Subscribers members) {}

    /**
     * A subscriber that joined while orders, gaps or drops were waiting, which it must not get. They are not sent at once
     * to the other subscribers, because joining could then cause work for each of many subscribers.
     *
     * @param orders number of orders that were waiting
     * @param gaps number of gaps that were waiting
     * @param dropped number of dropped orders that were not reported yet
     */
    private record Newcomer(String id, Subscriber member, int orders, int gaps, long dropped) {
        boolean isLike(Newcomer other) {
            return orders == other.orders && gaps == other.gaps && dropped == other.dropped;
        }
    }

    private final Key key;
    private final FrameSource source;
    private final Map<String, Named> byId = new LinkedHashMap<>(2);
    private final List<byte[]> orders = new ArrayList<>();
    private final List<byte[]> gaps = new ArrayList<>();
    private final List<Newcomer> newcomers = new ArrayList<>(0);
    private int size;
    private int longestHead;
    private long bytes;
    private long fileTimeMs;
    private long dropped;

    SharedOrders(Key key, @Nullable BitSet partitions, FrameSource source, UnsettledWork unsettledWork, long nowNanos) {
        super(key.filter, partitions, key.batchMs, unsettledWork, nowNanos);
        this.key = key;
        this.source = source;
    }

    Key key() {
        return key;
    }

    @Override
    void add(String id, Subscriber member) {
        size++;
        longestHead = Math.max(longestHead, OrdersFrame.head(id).length);
        if (bytes == 0 && dropped == 0) {
            admit(id, member);
        } else {
            newcomers.add(new Newcomer(id, member, orders.size(), gaps.size(), dropped));
        }
    }

    private void admit(String id, Subscriber member) {
        byId.computeIfAbsent(id, absent -> new Named(OrdersFrame.head(id), new Subscribers()))
                .members
                .add(member);
    }

    @Override
    void remove(String id, Subscriber member) {
        Named named = byId.get(id);
        if (named != null && named.members.remove(member)) {
            size--;
            if (named.members.isEmpty()) {
                byId.remove(id);
            }
        } else if (newcomers.removeIf(newcomer -> newcomer.member.equals(member))) {
            size--;
        }
    }

    @Override
    int size() {
        return size;
    }

    @Override
    void forEach(Consumer<Subscriber> use) {
        byId.values().forEach(named -> named.members.forEach(use));
        newcomers.forEach(newcomer -> use.accept(newcomer.member));
    }

    private boolean hasRoom(long more) {
        return OrdersFrame.overhead(longestHead, source.cursorBytes()) + bytes + more <= key.frameBytes;
    }

    /** An order that is too long for any frame gets a frame of its own. */
    @Override
    boolean hasRoomFor(RecordView order) {
        return bytes == 0 || hasRoom(order.length() + 1L);
    }

    @Override
    boolean add(RecordView order) {
        byte[] value = order.value();
        bytes += value.length + 1L;
        orders.add(value);
        fileTimeMs = Math.max(fileTimeMs, order.timestampMs());
        costs(Work.ORDER);
        return !hasRoom(value.length + 1L);
    }

    @Override
    boolean hasRoomForGap(int gapBytes) {
        return bytes == 0 || hasRoom(gapBytes + 1L);
    }

    @Override
    boolean addGap(byte[] json) {
        bytes += json.length + 1L;
        gaps.add(json);
        return true;
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
    void send(boolean withoutCurrent) {
        try {
            OrdersBody body = body(0, 0, 0, withoutCurrent);
            byId.values().forEach(named -> named.members.deliver(new OrdersFrame(named.head, body)));
            costs(Work.FRAME + bytes / Work.BYTES_PER_NANO + byId.size() * (long) Work.HEAD + Work.sends(size, bytes));
            sendToNewcomers(withoutCurrent);
        } finally {
            // Also after a failure: the clients that it closed get no more frames, and later subscribers must not get
            // these orders.
            newcomers.forEach(newcomer -> admit(newcomer.id, newcomer.member));
            newcomers.clear();
            orders.clear();
            gaps.clear();
            bytes = 0;
            fileTimeMs = 0;
            dropped = 0;
        }
    }

    private OrdersBody body(int fromOrder, int fromGap, long lessDropped, boolean withoutCurrent) {
        return source.body(
                List.copyOf(orders.subList(fromOrder, orders.size())),
                fileTimeMs,
                dropped - lessDropped,
                List.copyOf(gaps.subList(fromGap, gaps.size())),
                key.frameBytes,
                withoutCurrent);
    }

    /** Sends frames to newcomers, except to those for whom nothing has arrived since they joined. */
    private void sendToNewcomers(boolean withoutCurrent) {
        OrdersBody body = null;
        Newcomer before = null;
        for (Newcomer one : newcomers) {
            if (one.orders < orders.size() || one.gaps < gaps.size() || one.dropped < dropped) {
                if (body == null || before == null || !before.isLike(one)) {
                    body = body(one.orders, one.gaps, one.dropped, withoutCurrent);
                    costs(Work.FRAME);
                }
                before = one;
                Subscribers alone = new Subscribers();
                alone.add(one.member);
                alone.deliver(new OrdersFrame(OrdersFrame.head(one.id), body));
            }
        }
    }
}
