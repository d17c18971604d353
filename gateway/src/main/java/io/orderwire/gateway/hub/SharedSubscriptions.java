package io.orderwire.gateway.hub;

import io.orderwire.gateway.match.FilterIndex;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All groups, and the way of an order through them. */
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
     * The group of a subscription: who joins gets only what comes from now on.
     *
     * @param payer pays for joining
     */
    SharedOrders ordersGroup(SubscriptionSpec.Orders spec, Bill payer) {
        SharedOrders group = groups.of(spec);
        UnsettledWork.settle(group);
        payer.charge(Work.FRAME);
        return group;
    }

    /** The same; what waits in the group is sent to the others before, at the cost of the payer. */
    SharedUpdates updatesGroup(SubscriptionSpec.OrderUpdates spec, Bill payer) {
        SharedUpdates group = groups.of(spec);
        UnsettledWork.settle(group);
        batches.flushIfWaiting(group);
        payer.charge(Work.FRAME + group.takeWork());
        return group;
    }

    /**
     * The group of a subscription to orders or updates.
     *
     * @param payer pays for joining
     * @throws IllegalArgumentException when it is a subscription to something else
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
        if (group.size() == 0) {
            batches.remove(group);
            groups.remove(group);
        }
    }

    /** Removes groups without members, which a failed subscription may have left. */
    void dropEmpty() {
        groups.all().forEach(this::dropIfEmpty);
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
     * Hands an order to every group that asks for it. Those that cannot take it in get a report that they lost it.
     *
     * @throws IllegalStateException afterwards, when there were any
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

    /** Reports to every group that asks for that order that it cannot get it, at this place. */
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

    /** Reports a loss upstream to every group that may have lost by it, once, at its first place. */
    @Override
    public void gap(int partition, String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        long[] earlier = reportedGaps.report(json, partition);
        groups.orders().forEach(group -> gap(group, partition, earlier, text));
        groups.updates().forEach(group -> gap(group, partition, earlier, text));
    }

    /** A gap stands before the orders of a frame: those that wait go first. */
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

    /** How long nothing has to be sent, at most {@code most}. */
    long nanosToNextDue(long most) {
        return batches.nanosToNextDue(most);
    }

    @Override
    public void flushAll() {
        batches.flushAll(groups.orders(), groups.updates());
    }
}
