package io.orderwire.gateway.fanout;

import io.orderwire.gateway.client.Client;
import io.orderwire.gateway.client.Subscription;
import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.protocol.UpdatesFrame;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is subscribed to what. On the reading thread, between two records: that is what makes the acknowledgement, its
 * cursor and the first frame fit together without a hole or a duplicate.
 */
final class Subscriptions {
    private final Groups groups;
    private final Broadcasts broadcasts;
    private final long mostBytes;
    private final GatewayMetrics metrics;
    private final Map<Client, Holdings> holdings = new HashMap<>();
    private @Nullable Replays replays;
    private int count;
    private long bytes;

    Subscriptions(Groups groups, Broadcasts broadcasts, long mostBytes, GatewayMetrics metrics) {
        this.groups = groups;
        this.broadcasts = broadcasts;
        this.mostBytes = mostBytes;
        this.metrics = metrics;
        metrics.limitSubscriptions(mostBytes);
    }

    /** Those that begin in the past do so by these. */
    void replayWith(Replays pastOnes) {
        replays = pastOnes;
        pastOnes.onFailure(this::failed);
    }

    void subscribe(Client client, SubscriptionSpec spec, String json) {
        if (client.isGone()) {
            return;
        }
        Holdings held = holdings.computeIfAbsent(client, absent -> new Holdings());
        if (held.find(spec) != null) {
            client.offer(
                    null,
                    Answers.error(
                            "Already subscribed: " + json,
                            "this connection has it already; a subscription to orders beside it needs another id"));
            return;
        }
        if (held.count() >= client.limits().subscriptions()) {
            metrics.subscriptionRefused();
            // The public API's words: its clients do not find the request that failed by any others.
            client.offer(
                    null,
                    Answers.error(
                            "Invalid subscription: " + json,
                            "this connection has " + held.count() + " subscriptions, the most that"
                                    + " gateway.max.subscriptions allows; unsubscribe others first"));
            return;
        }
        if (!hasRoom(client, held, spec.memory())) {
            metrics.subscriptionRefused();
            client.offer(
                    null,
                    Answers.error(
                            "No room for so many or so long filters: " + json,
                            "its filter takes " + spec.memory() + " bytes, of which this connection may hold "
                                    + client.limits().subscriptionBytes() + " and all together " + mostBytes
                                    + "; unsubscribe others or name fewer values"));
            return;
        }
        int countBefore = held.count();
        long bytesBefore = held.bytes();
        try {
            start(client, held, spec, json);
        } finally {
            counted(held.count() - countBefore, held.bytes() - bytesBefore);
        }
    }

    private boolean hasRoom(Client client, Holdings held, long more) {
        return bytes + more <= mostBytes
                && held.bytes() + more <= client.limits().subscriptionBytes();
    }

    /** Starts it, or says why not. */
    private void start(Client client, Holdings held, SubscriptionSpec spec, String json) {
        if (spec instanceof SubscriptionSpec.Orders orders) {
            if (orders.from().equals(StartPosition.LATEST)) {
                startOrders(client, held, orders, json);
            } else {
                startInThePast(client, held, orders, json);
            }
        } else if (spec instanceof SubscriptionSpec.OrderUpdates updates) {
            UpdatesGroup group = groups.updatesGroup(updates.user());
            Subscription subscription = Subscription.tellingBy(loss -> UpdatesFrame.lossNotice(updates.user(), loss));
            client.offer(null, Answers.subscribed(json, null, null));
            join(held, spec, null, group, client, subscription);
        } else {
            Subscription subscription = Subscription.tellingInFrames();
            client.offer(null, Answers.subscribed(json, null, null));
            Members members = broadcasts.of(spec);
            Recipient member = new Recipient.Direct(client, subscription);
            members.add(member);
            held.add(spec, null, () -> members.remove(member), subscription);
            broadcasts.greet(client, subscription, spec);
        }
    }

    private void startOrders(Client client, Holdings held, SubscriptionSpec.Orders spec, String json) {
        String id = spec.id() == null ? held.nextId() : spec.id();
        OrdersGroup group = groups.ordersGroup(spec, id);
        client.offer(null, Answers.subscribed(json, spec.id() == null ? id : null, groups.cursor()));
        join(held, spec, id, group, client, Subscription.tellingInFrames());
    }

    private void join(
            Holdings held,
            SubscriptionSpec spec,
            @Nullable String id,
            Group group,
            Client client,
            Subscription subscription) {
        Recipient member = new Recipient.Direct(client, subscription);
        group.members().add(member);
        held.add(spec, id, () -> groups.leave(group, member), subscription);
    }

    private void startInThePast(Client client, Holdings held, SubscriptionSpec.Orders spec, String json) {
        Replays past = Objects.requireNonNull(replays, "nobody reads the past");
        Refusal refusal = past.refusal(client, spec.from());
        if (refusal != null) {
            client.offer(null, refusal.of(json));
            return;
        }
        String id = spec.id() == null ? held.nextId() : spec.id();
        Replaying replay = past.begin(client, spec, id, json);
        held.add(spec, id, replay::end, replay.subscription());
    }

    private void failed(Replaying replay, Refusal why) {
        end(replay.client(), replay.spec());
        replay.client().offer(null, why.of(replay.json()));
    }

    void unsubscribe(Client client, SubscriptionSpec spec, String json) {
        client.offer(
                null,
                end(client, spec)
                        ? Answers.unsubscribed(json)
                        : Answers.error(
                                "Already unsubscribed: " + json,
                                "this connection has no such subscription; those to orders are found by their id"));
    }

    /** False when there is no such subscription. */
    private boolean end(Client client, SubscriptionSpec spec) {
        Holdings held = holdings.get(client);
        Holdings.@Nullable Held found = held == null ? null : held.find(spec);
        if (held == null || found == null) {
            return false;
        }
        held.remove(found);
        found.leave().run();
        client.forget(found.subscription());
        counted(-1, -found.spec().memory());
        return true;
    }

    /** Ends all subscriptions of a client that has gone. */
    void gone(Client client) {
        Holdings held = holdings.remove(client);
        if (held != null) {
            held.all().forEach(one -> client.attempt(one.leave()));
            counted(-held.count(), -held.bytes());
        }
    }

    private void counted(int change, long changeBytes) {
        count += change;
        bytes += changeBytes;
        metrics.subscriptions(count, bytes);
    }
}
