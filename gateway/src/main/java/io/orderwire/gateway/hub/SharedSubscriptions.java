package io.orderwire.gateway.hub;

import io.orderwire.contract.order.Users;
import io.orderwire.gateway.match.FilterIndex;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.sequence.RecordSink;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All groups, and the way of an order through them. Used by one thread at a time. */
final class SharedSubscriptions implements RecordSink {
    /** A group that was silent for so long sends an empty frame, so that the cursors of its clients stay fresh. */
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(3_000);

    private static final long SILENCE_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Of all groups one in so many gets a sign of life in one go, or a few: others wait for their orders. */
    private static final int SIGNS_PART = 16;

    private static final int LEAST_SIGNS = 8;

    private final FrameSource source;
    private final int updatesBatchMs;
    private final int partitions;
    private final LongSupplier nanoTime;
    private final GatewayMetrics metrics;
    private final Map<SharedOrders.Key, SharedOrders> orders = new HashMap<>();
    private final Map<SharedUpdates.Key, SharedUpdates> updates = new HashMap<>();
    private final FilterIndex<SharedSubscription> index = new FilterIndex<>();
    private final DueQueue waiting = new DueQueue();
    private final ReportedGaps reportedGaps;
    private final UnsettledWork work = new UnsettledWork();
    private final FilterIndex.Visitor<SharedSubscription> takers = visitor(this::take);
    private final FilterIndex.Visitor<SharedSubscription> losers = visitor(this::miss);
    private RecordView current = new RecordView();
    private @Nullable Throwable failure;
    private long silenceCheckedNanos;
    private boolean moreSigns;

    SharedSubscriptions(
            FrameSource source, int updatesBatchMs, int partitions, LongSupplier nanoTime, GatewayMetrics metrics) {
        this.source = source;
        this.updatesBatchMs = updatesBatchMs;
        this.partitions = partitions;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
        this.reportedGaps = new ReportedGaps(partitions);
    }

    private static FilterIndex.Visitor<SharedSubscription> visitor(Consumer<SharedSubscription> matched) {
        return new FilterIndex.Visitor<>() {
            @Override
            public void matched(SharedSubscription group) {
                matched.accept(group);
            }

            @Override
            public void checked(SharedSubscription group) {
                group.costs(Work.CHECK);
            }
        };
    }

    /**
     * The group of a subscription: who joins gets only what comes from now on.
     *
     * @param payer pays for joining
     */
    SharedOrders ordersGroup(SubscriptionSpec.Orders spec, Bill payer) {
        SharedOrders.Key key = new SharedOrders.Key(spec.filter(), spec.batchMs(), source.limit(spec.frameBytes()));
        SharedOrders group = orders.get(key);
        if (group == null) {
            group = new SharedOrders(key, partitions(key.filter()), source, work, nanoTime.getAsLong());
            orders.put(key, group);
            added(group);
        }
        UnsettledWork.settle(group);
        payer.charge(Work.FRAME);
        return group;
    }

    /** The same; what waits in the group is sent to the others before, at the cost of the payer. */
    SharedUpdates updatesGroup(SubscriptionSpec.OrderUpdates spec, Bill payer) {
        SharedUpdates.Key key = new SharedUpdates.Key(spec.user(), source.limit(spec.frameBytes()));
        SharedUpdates group = updates.get(key);
        if (group == null) {
            BitSet touched = partitionsOf(Set.of(spec.user()), partitions);
            group = new SharedUpdates(key, touched, updatesBatchMs, work, nanoTime.getAsLong());
            updates.put(key, group);
            added(group);
        }
        UnsettledWork.settle(group);
        flushIfWaiting(group);
        payer.charge(Work.FRAME + group.takeWork());
        return group;
    }

    private void added(SharedSubscription group) {
        index.add(group.filter(), group);
        counted();
    }

    private void counted() {
        metrics.groups(orders.size() + updates.size());
    }

    private @Nullable BitSet partitions(OrderFilter filter) {
        return filter.users().isEmpty() ? null : partitionsOf(filter.users(), partitions);
    }

    /** Partitions in which these users live. */
    static BitSet partitionsOf(Set<String> users, int partitions) {
        BitSet touched = new BitSet(partitions);
        users.forEach(user -> touched.set(Users.partition(user.getBytes(StandardCharsets.ISO_8859_1), partitions)));
        return touched;
    }

    /** One joins the group of its subscription; the id stands in its frames. */
    void join(SharedSubscription group, String id, Subscriber member) {
        group.joinedAt(reportedGaps.next());
        group.add(id, member);
    }

    /** One of a group leaves it. */
    void leave(SharedSubscription group, String id, Subscriber member) {
        UnsettledWork.settle(group);
        group.remove(id, member);
        dropIfEmpty(group);
    }

    private void dropIfEmpty(SharedSubscription group) {
        if (group.size() > 0) {
            return;
        }
        index.remove(group.filter(), group);
        waiting.remove(group);
        if (group instanceof SharedOrders ordersGroup) {
            orders.remove(ordersGroup.key());
        } else if (group instanceof SharedUpdates updatesGroup) {
            updates.remove(updatesGroup.key());
        }
        counted();
    }

    /** Removes groups without members, which a failed subscription may have left. */
    void dropEmpty() {
        List<SharedSubscription> all = new ArrayList<>(orders.values());
        all.addAll(updates.values());
        all.forEach(this::dropIfEmpty);
    }

    String cursor() {
        return source.cursor();
    }

    /** Whether so much was done for the groups that those who get it have to pay for it now. */
    boolean hasUnsettledWork() {
        return work.isDue();
    }

    /** Lets those who get something pay for it; returns what it has cost, estimated nanoseconds. */
    long settleWork() {
        return work.settle();
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
        index.match(view, takers);
        if (failure != null) {
            throw new IllegalStateException("an order could not be put into a frame", failure);
        }
    }

    private void take(SharedSubscription group) {
        boolean full;
        try {
            if (!group.takes(current)) {
                return;
            }
            if (!group.hasRoomFor(current)) {
                flush(group, nanoTime.getAsLong(), true);
            }
            full = group.add(current);
        } catch (RuntimeException | StackOverflowError e) {
            failure = e;
            drop(group, true);
            return;
        }
        if (full) {
            flush(group, nanoTime.getAsLong(), false);
        } else {
            await(group);
        }
    }

    private void await(SharedSubscription group) {
        if (!group.isWaiting()) {
            waiting.add(group);
        }
    }

    /** Tells every group that asks for that order that it cannot get it, at this place. */
    @Override
    public void late(RecordView view) {
        current = view;
        index.match(view, losers);
    }

    private void miss(SharedSubscription group) {
        if (group.takes(current)) {
            drop(group, false);
        }
    }

    private void drop(SharedSubscription group, boolean withoutCurrent) {
        if (group.hasOrders()) {
            flush(group, nanoTime.getAsLong(), withoutCurrent);
        }
        group.addDropped();
        await(group);
    }

    /** Tells a loss upstream to every group that may have lost by it, once, at its first place. */
    @Override
    public void gap(int partition, String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        long[] earlier = reportedGaps.report(json, partition);
        orders.values().forEach(group -> gap(group, partition, earlier, text));
        updates.values().forEach(group -> gap(group, partition, earlier, text));
    }

    /** A hole stands before the orders of a frame: those that wait go first. */
    private void gap(SharedSubscription group, int partition, long[] earlier, byte[] text) {
        if (!group.isTouchedBy(partition) || !ReportedGaps.isNew(earlier, group)) {
            return;
        }
        if (group.hasOrders() || !group.hasRoomForGap(text.length)) {
            flushIfWaiting(group);
        }
        if (group.addGap(text)) {
            await(group);
        }
    }

    private void flushIfWaiting(SharedSubscription group) {
        if (group.isWaiting()) {
            flush(group, nanoTime.getAsLong(), false);
        }
    }

    /**
     * What cannot be encoded for a group ends its clients and no others.
     *
     * @param withoutCurrent whether the order at hand matches, and follows in another frame
     */
    private void flush(SharedSubscription group, long nowNanos, boolean withoutCurrent) {
        waiting.remove(group);
        try {
            group.send(withoutCurrent);
        } catch (RuntimeException | StackOverflowError e) {
            group.forEach(member -> member.failed(e));
        }
        group.flushed(nowNanos);
        metrics.frameEncoded(group.size());
    }

    /** Sends every batch that is due, and a sign of life where it is time for one. */
    void flushDue() {
        long now = nanoTime.getAsLong();
        for (SharedSubscription group = waiting.first();
                group != null && group.dueNanos() - now <= 0;
                group = waiting.first()) {
            flush(group, now, false);
        }
        breakSilence(now);
    }

    private void breakSilence(long nowNanos) {
        if (nowNanos - silenceCheckedNanos < SILENCE_CHECK_NANOS) {
            return;
        }
        silenceCheckedNanos = nowNanos;
        int left = Math.max(LEAST_SIGNS, orders.size() / SIGNS_PART);
        moreSigns = false;
        for (SharedOrders group : orders.values()) {
            if (!group.isWaiting() && nowNanos - group.lastFrameNanos() > SILENCE_NANOS) {
                if (left-- == 0) {
                    moreSigns = true;
                    return;
                }
                flush(group, nowNanos, false);
            }
        }
    }

    /** How long nothing has to be sent, at most {@code most}. */
    long nanosToNextDue(long most) {
        long quiet = moreSigns ? Math.min(most, SILENCE_CHECK_NANOS) : most;
        SharedSubscription next = waiting.first();
        return next == null ? quiet : Math.max(0, Math.min(quiet, next.dueNanos() - nanoTime.getAsLong()));
    }

    /** Sends all that waits, and to each subscription to {@code orders} a frame: the last one names where to go on. */
    void flushAll() {
        long now = nanoTime.getAsLong();
        orders.values().forEach(group -> flush(group, now, false));
        updates.values().stream()
                .filter(SharedSubscription::isWaiting)
                .toList()
                .forEach(group -> flush(group, now, false));
    }
}
