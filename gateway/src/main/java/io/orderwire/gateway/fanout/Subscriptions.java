package io.orderwire.gateway.fanout;

import io.orderwire.gateway.client.Client;
import io.orderwire.gateway.client.CloseCode;
import io.orderwire.gateway.client.Subscription;
import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.protocol.UpdatesFrame;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is subscribed to what. On the reading thread, between two records: that is what makes the acknowledgement, its
 * cursor and the first frame fit together without a hole or a duplicate.
 */
final class Subscriptions {
    private final Groups groups;
    private final Broadcasts broadcasts;
    private final GatewayMetrics metrics;
    private final Map<Client, Holdings> holdings = new HashMap<>();
    private int count;

    Subscriptions(Groups groups, Broadcasts broadcasts, GatewayMetrics metrics) {
        this.groups = groups;
        this.broadcasts = broadcasts;
        this.metrics = metrics;
    }

    void subscribe(Client client, SubscriptionSpec spec, String json) {
        if (client.isGone()) {
            return;
        }
        Holdings held = holdings.computeIfAbsent(client, absent -> new Holdings());
        if (held.find(spec) != null) {
            client.offer(null, Answers.error("Already subscribed: " + json));
            return;
        }
        if (held.count() >= client.limits().subscriptions()) {
            client.close(CloseCode.SUBSCRIPTIONS, "more than " + client.limits().subscriptions() + " subscriptions");
            return;
        }
        start(client, held, spec, json);
        counted(1);
    }

    private void start(Client client, Holdings held, SubscriptionSpec spec, String json) {
        if (spec instanceof SubscriptionSpec.Orders orders) {
            startOrders(client, held, orders, json);
        } else if (spec instanceof SubscriptionSpec.OrderUpdates updates) {
            UpdatesGroup group = groups.updatesGroup(updates.user());
            Subscription subscription = Subscription.tellingBy(loss -> UpdatesFrame.lossNotice(updates.user(), loss));
            client.offer(null, Answers.subscribed(json, null, null));
            join(held, spec, group, client, subscription);
        } else {
            Subscription subscription = Subscription.tellingInFrames();
            client.offer(null, Answers.subscribed(json, null, null));
            Members members = broadcasts.of(spec);
            members.add(client, subscription);
            held.add(spec, null, () -> members.remove(client, subscription), subscription);
            broadcasts.greet(client, subscription, spec);
        }
    }

    private void startOrders(Client client, Holdings held, SubscriptionSpec.Orders spec, String json) {
        String id = spec.id() == null ? held.nextId() : spec.id();
        OrdersGroup group = groups.ordersGroup(spec, id);
        client.offer(null, Answers.subscribed(json, spec.id() == null ? id : null, groups.cursor()));
        Subscription subscription = Subscription.tellingInFrames();
        group.members().add(client, subscription);
        held.add(spec, id, () -> leave(group, client, subscription), subscription);
    }

    private void join(Holdings held, SubscriptionSpec spec, Group group, Client client, Subscription subscription) {
        group.members().add(client, subscription);
        held.add(spec, null, () -> leave(group, client, subscription), subscription);
    }

    private void leave(Group group, Client client, Subscription subscription) {
        group.members().remove(client, subscription);
        groups.dropIfEmpty(group);
    }

    void unsubscribe(Client client, SubscriptionSpec spec, String json) {
        Holdings held = holdings.get(client);
        Holdings.@Nullable Held found = held == null ? null : held.find(spec);
        if (held == null || found == null) {
            client.offer(null, Answers.error("Already unsubscribed: " + json));
            return;
        }
        held.remove(found);
        found.leave().run();
        client.forget(found.subscription());
        counted(-1);
        client.offer(null, Answers.unsubscribed(json));
    }

    /** Ends all subscriptions of a client that has gone. */
    void gone(Client client) {
        Holdings held = holdings.remove(client);
        if (held != null) {
            held.all().forEach(one -> one.leave().run());
            counted(-held.count());
        }
    }

    private void counted(int change) {
        count += change;
        metrics.subscriptions(count);
    }
}
