package io.orderwire.gateway.fanout;

import io.orderwire.gateway.match.FilterIndex;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.read.RecordSink;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.orders.Users;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All groups, and the way of an order through them. Used by one thread at a time. */
final class Groups implements RecordSink {
    /** A group that was silent for so long sends an empty frame, so that the cursors of its clients stay fresh. */
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(4_000);

    private static final long SILENCE_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final FrameSource source;
    private final int updatesBatchMs;
    private final int partitions;
    private final LongSupplier nanoTime;
    private final GatewayMetrics metrics;
    private final Map<OrdersGroup.Key, OrdersGroup> orders = new HashMap<>();
    private final Map<String, UpdatesGroup> updates = new HashMap<>();
    private final FilterIndex<Group> index = new FilterIndex<>();
    private final List<Group> waiting = new ArrayList<>();
    private final FilterIndex.Visitor<Group> matched = this::take;
    private final FilterIndex.Visitor<Group> missed = this::miss;
    private RecordView current = new RecordView();
    private @Nullable Throwable failure;
    private long silenceCheckedNanos;

    Groups(FrameSource source, int updatesBatchMs, int partitions, LongSupplier nanoTime, GatewayMetrics metrics) {
        this.source = source;
        this.updatesBatchMs = updatesBatchMs;
        this.partitions = partitions;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
    }

    /** The group of a subscription, with nothing in its batch: who joins gets only what comes from now on. */
    OrdersGroup ordersGroup(SubscriptionSpec.Orders spec, String id) {
        OrdersGroup.Key key = new OrdersGroup.Key(spec.filter(), id, spec.batchMs());
        OrdersGroup group = orders.get(key);
        if (group == null) {
            group = new OrdersGroup(key, source, nanoTime.getAsLong());
            orders.put(key, group);
            index.add(group.filter(), group);
            metrics.groups(orders.size() + updates.size());
        }
        flushIfWaiting(group);
        group.joining();
        return group;
    }

    UpdatesGroup updatesGroup(String user) {
        UpdatesGroup group = updates.get(user);
        if (group == null) {
            group = new UpdatesGroup(user, updatesBatchMs, source.frameBytes(), nanoTime.getAsLong());
            updates.put(user, group);
            index.add(group.filter(), group);
            metrics.groups(orders.size() + updates.size());
        }
        flushIfWaiting(group);
        group.joining();
        return group;
    }

    private void dropIfEmpty(Group group) {
        if (!group.members().isEmpty()) {
            return;
        }
        index.remove(group.filter(), group);
        waiting.remove(group);
        if (group instanceof OrdersGroup ordersGroup) {
            orders.remove(ordersGroup.key());
        } else if (group instanceof UpdatesGroup updatesGroup) {
            updates.remove(updatesGroup.user());
        }
        metrics.groups(orders.size() + updates.size());
    }

    /** Removes groups without members, which a failed subscription may have left. */
    void dropEmpty() {
        List<Group> all = new ArrayList<>(orders.values());
        all.addAll(updates.values());
        all.forEach(this::dropIfEmpty);
    }

    /** One of a group leaves it. */
    void leave(Group group, Recipient member) {
        group.members().remove(member);
        dropIfEmpty(group);
    }

    String cursor() {
        return source.cursor();
    }

    /**
     * Hands an order to every group that asks for it. Those that cannot take it in are told that they lost it.
     *
     * @throws IllegalStateException afterwards, when there were any
     */
    @Override
    public void order(RecordView view) {
        current = view;
        failure = null;
        index.match(view, matched);
        if (failure != null) {
            throw new IllegalStateException("an order could not be put into a frame", failure);
        }
    }

    private void take(Group group) {
        boolean full;
        try {
            if (!group.takes(current)) {
                return;
            }
            full = group.add(current);
        } catch (RuntimeException | StackOverflowError e) {
            failure = e;
            drop(group);
            return;
        }
        if (!full) {
            wait(group);
            return;
        }
        if (group.isWaiting()) {
            waiting.remove(group);
        }
        flush(group, nanoTime.getAsLong());
    }

    private void wait(Group group) {
        if (group.startsWaiting()) {
            waiting.add(group);
        }
    }

    /** Tells every group that asks for that order that it cannot get it, at this place. */
    @Override
    public void late(RecordView view) {
        current = view;
        index.match(view, missed);
    }

    private void miss(Group group) {
        if (group.takes(current)) {
            drop(group);
        }
    }

    private void drop(Group group) {
        startFrame(group);
        group.addDropped();
        wait(group);
    }

    /** Tells a loss upstream to every group that may have lost by it, once, at its first place. */
    @Override
    public void gap(int partition, String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        for (OrdersGroup group : orders.values()) {
            if (touches(group.filter(), partition) && group.isNewGap(json)) {
                startFrame(group);
                group.addGap(text);
                wait(group);
            }
        }
        for (UpdatesGroup group : updates.values()) {
            if (touches(group.filter(), partition) && group.isNewGap(json)) {
                flushIfWaiting(group);
                group.addGap(text);
            }
        }
    }

    /** A hole stands before the orders of a frame: those that wait go first. */
    private void startFrame(Group group) {
        if (group.hasOrders()) {
            flushIfWaiting(group);
        }
    }

    /** Of a lost event the coin is not known, but its user lives in one partition. */
    private boolean touches(OrderFilter filter, int partition) {
        return filter.users().isEmpty()
                || filter.users().stream()
                        .anyMatch(user ->
                                Users.partition(user.getBytes(StandardCharsets.ISO_8859_1), partitions) == partition);
    }

    private void flushIfWaiting(Group group) {
        if (group.isWaiting()) {
            waiting.remove(group);
            flush(group, nanoTime.getAsLong());
        }
    }

    /** What cannot be encoded for a group ends its clients and no others. */
    private void flush(Group group, long nowNanos) {
        try {
            group.flush(nowNanos);
        } catch (RuntimeException | StackOverflowError e) {
            group.members().failed(e);
            group.flushed(nowNanos);
        }
        metrics.frameEncoded(group.members().size());
    }

    /** Sends every batch that is due, and a sign of life where it is time for one. */
    void flushDue() {
        if (waiting.isEmpty() && nanoTime.getAsLong() - silenceCheckedNanos < SILENCE_CHECK_NANOS) {
            return;
        }
        long now = nanoTime.getAsLong();
        int kept = 0;
        for (int i = 0; i < waiting.size(); i++) {
            Group group = waiting.get(i);
            if (group.dueNanos() - now <= 0) {
                flush(group, now);
            } else {
                waiting.set(kept++, group);
            }
        }
        waiting.subList(kept, waiting.size()).clear();
        breakSilence(now);
    }

    private void breakSilence(long nowNanos) {
        if (nowNanos - silenceCheckedNanos < SILENCE_CHECK_NANOS) {
            return;
        }
        silenceCheckedNanos = nowNanos;
        for (OrdersGroup group : orders.values()) {
            if (!group.isWaiting() && nowNanos - group.lastFrameNanos() > SILENCE_NANOS) {
                flush(group, nowNanos);
            }
        }
    }

    /** How long nothing has to be sent, at most {@code most}. */
    long nanosToNextDue(long most) {
        long nearest = most;
        long now = nanoTime.getAsLong();
        for (int i = 0; i < waiting.size(); i++) {
            nearest = Math.min(nearest, waiting.get(i).dueNanos() - now);
        }
        return Math.max(0, nearest);
    }

    /** Sends all that waits, and to each subscription to {@code orders} a frame: the last one names where to go on. */
    void flushAll() {
        long now = nanoTime.getAsLong();
        waiting.clear();
        orders.values().forEach(group -> flush(group, now));
        updates.values().stream().filter(Group::isWaiting).toList().forEach(group -> flush(group, now));
    }
}
