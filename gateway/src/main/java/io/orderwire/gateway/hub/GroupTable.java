package io.orderwire.gateway.hub;

import io.orderwire.contract.order.Users;
import io.orderwire.gateway.match.FilterIndex;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All shared subscriptions, and the index that finds those that match an order. */
final class GroupTable {
    private final FrameSource source;
    private final int updatesBatchMs;
    private final int partitions;
    private final UnsettledWork work;
    private final LongSupplier nanoTime;
    private final GatewayMetrics metrics;
    private final Map<SharedOrders.Key, SharedOrders> orders = new HashMap<>();
    private final Map<SharedUpdates.Key, SharedUpdates> updates = new HashMap<>();
    private final FilterIndex<SharedSubscription> index = new FilterIndex<>();

    /** @param work collects the work that was not charged yet */
    GroupTable(
            FrameSource source,
            int updatesBatchMs,
            int partitions,
            UnsettledWork work,
            LongSupplier nanoTime,
            GatewayMetrics metrics) {
        this.source = source;
        this.updatesBatchMs = updatesBatchMs;
        this.partitions = partitions;
        this.work = work;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
    }

    /** Returns the shared subscription for a specification; creates it if necessary. */
    SharedOrders of(SubscriptionSpec.Orders spec) {
        SharedOrders.Key key = new SharedOrders.Key(spec.filter(), spec.batchMs(), source.limit(spec.frameBytes()));
        SharedOrders group = orders.get(key);
        if (group == null) {
            group = new SharedOrders(key, partitions(key.filter()), source, work, nanoTime.getAsLong());
            orders.put(key, group);
            added(group);
        }
        return group;
    }

    /** The same. */
    SharedUpdates of(SubscriptionSpec.OrderUpdates spec) {
        SharedUpdates.Key key = new SharedUpdates.Key(spec.user(), source.limit(spec.frameBytes()));
        SharedUpdates group = updates.get(key);
        if (group == null) {
            BitSet touched = partitionsOf(Set.of(spec.user()), partitions);
            group = new SharedUpdates(key, touched, updatesBatchMs, work, nanoTime.getAsLong());
            updates.put(key, group);
            added(group);
        }
        return group;
    }

    private void added(SharedSubscription group) {
        index.add(group.filter(), group);
        counted();
    }

    private void counted() {
        metrics.hub().groups(orders.size() + updates.size());
    }

    private @Nullable BitSet partitions(OrderFilter filter) {
        return filter.users().isEmpty() ? null : partitionsOf(filter.users(), partitions);
    }

    /** The partitions of these users. */
    static BitSet partitionsOf(Set<String> users, int partitions) {
        BitSet touched = new BitSet(partitions);
        users.forEach(user -> touched.set(Users.partition(user.getBytes(StandardCharsets.ISO_8859_1), partitions)));
        return touched;
    }

    void remove(SharedSubscription group) {
        index.remove(group.filter(), group);
        if (group instanceof SharedOrders ordersGroup) {
            orders.remove(ordersGroup.key());
        } else if (group instanceof SharedUpdates updatesGroup) {
            updates.remove(updatesGroup.key());
        }
        counted();
    }

    FilterIndex<SharedSubscription> index() {
        return index;
    }

    Collection<SharedOrders> orders() {
        return orders.values();
    }

    Collection<SharedUpdates> updates() {
        return updates.values();
    }

    /** A copy. */
    List<SharedSubscription> all() {
        List<SharedSubscription> all = new ArrayList<>(orders.values());
        all.addAll(updates.values());
        return all;
    }
}
