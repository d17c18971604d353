package io.orderwire.gateway.hub;

import io.orderwire.gateway.match.FilterIndex;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All shared subscriptions, and the way of an order through them. */
final class SharedSubscriptions implements FrameStream {
    private final FrameSource source;
    private final GroupTable groups;
    private final Batches batches;
    private final ReportedGaps reportedGaps;
    private final UnsettledWork work = new UnsettledWork();
    private final FilterIndex.Visitor<SharedSubscription> takers = visitor(this::take);
    private final FilterIndex.Visitor<SharedSubscription> losers = visitor(this::miss);
    private RecordView current = new RecordView();
    private @Nullable Throwable failure;

    SharedSubscriptions(
            FrameSource source, int updatesBatchMs, int partitions, LongSupplier nanoTime, GatewayMetrics metrics) {
        this.source = source;
        this.groups = new GroupTable(source, updatesBatchMs, partitions, work, nanoTime, metrics);
        this.batches = new Batches(nanoTime, metrics);
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
     * Returns the shared subscription to join. New subscribers get only later orders.
     *
     * @param payer pays for joining
     */
    SharedOrders ordersGroup(SubscriptionSpec.Orders spec, Bill payer) {
        SharedOrders group = groups.of(spec);
        UnsettledWork.settle(group);
        payer.charge(Work.FRAME);
        return group;
    }

    /** The same for updates. Waiting updates are sent to the other subscribers before, at the cost of the payer. */
    SharedUpdates updatesGroup(SubscriptionSpec.OrderUpdates spec, Bill payer) {
        SharedUpdates group = groups.of(spec);
        UnsettledWork.settle(group);
        batches.flushIfWaiting(group);
        payer.charge(Work.FRAME + group.takeWork());
        return group;
    }

    /**
     * Returns the shared subscription for orders or updates.
     *
     * @param payer pays for joining
     * @throws IllegalArgumentException if it is a subscription to another channel
     */
    SharedSubscription groupOf(SubscriptionSpec spec, Bill payer) {
        if (spec instanceof SubscriptionSpec.Orders ofOrders) {
            return ordersGroup(ofOrders, payer);
        }
        if (spec instanceof SubscriptionSpec.OrderUpdates ofUpdates) {
            return updatesGroup(ofUpdates, payer);
        }
        throw new IllegalArgumentException(spec + " has no groups");
    }

    /** Adds a subscriber, whose frames carry {@code id}. */
    void join(SharedSubscription group, String id, Subscriber member) {
        group.joinedAt(reportedGaps.next());
        group.add(id, member);
    }

    /** Removes a subscriber. */
    void leave(SharedSubscription group, String id, Subscriber member) {
        UnsettledWork.settle(group);
        group.remove(id, member);
        dropIfEmpty(group);
    }

    private void dropIfEmpty(SharedSubscription group) {
        if (group.size() == 0) {
            batches.remove(group);
            groups.remove(group);
        }
    }

    /** Removes shared subscriptions without subscribers, which a failed subscription may have left. */
    void dropEmpty() {
        groups.all().forEach(this::dropIfEmpty);
    }

    String cursor() {
        return source.cursor();
    }

    /** Returns true if so much work was done that it has to be charged now. */
    boolean hasUnsettledWork() {
        return work.isDue();
    }

    /** Charges the subscribers for the work; returns its estimated nanoseconds. */
    long settleWork() {
        return work.settle();
    }

    /**
     * Passes an order to every shared subscription that matches. Where this fails, the order is reported as dropped.
     *
     * @throws IllegalStateException after all were served, if one failed
     */
    @Override
    public void order(RecordView view) {
        current = view;
        failure = null;
        groups.index().match(view, takers);
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
                batches.flush(group, true);
            }
            full = group.add(current);
        } catch (RuntimeException | StackOverflowError e) {
            failure = e;
            drop(group, true);
            return;
        }
        if (full) {
            batches.flush(group, false);
        } else {
            batches.await(group);
        }
    }

    /** Reports the order as dropped, at this place, to every shared subscription that matches. */
    @Override
    public void late(RecordView view) {
        current = view;
        groups.index().match(view, losers);
    }

    private void miss(SharedSubscription group) {
        if (group.takes(current)) {
            drop(group, false);
        }
    }

    private void drop(SharedSubscription group, boolean withoutCurrent) {
        if (group.hasOrders()) {
            batches.flush(group, withoutCurrent);
        }
        group.addDropped();
        batches.await(group);
    }

    /** Reports a loss upstream, once and at its first place, to every shared subscription that may have lost events. */
    @Override
    public void gap(int partition, String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        long[] earlier = reportedGaps.report(json, partition);
        groups.orders().forEach(group -> gap(group, partition, earlier, text));
        groups.updates().forEach(group -> gap(group, partition, earlier, text));
    }

    /** A gap precedes the orders of its frame, so waiting orders are sent first. */
    private void gap(SharedSubscription group, int partition, long[] earlier, byte[] text) {
        if (!group.isTouchedBy(partition) || !ReportedGaps.isNew(earlier, group)) {
            return;
        }
        if (group.hasOrders() || !group.hasRoomForGap(text.length)) {
            batches.flushIfWaiting(group);
        }
        if (group.addGap(text)) {
            batches.await(group);
        }
    }

    @Override
    public void flushDue() {
        batches.flushDue(groups.orders());
    }

    /** The time until the next frame is due, at most {@code most}. */
    long nanosToNextDue(long most) {
        return batches.nanosToNextDue(most);
    }

    @Override
    public void flushAll() {
        batches.flushAll(groups.orders(), groups.updates());
    }
}
