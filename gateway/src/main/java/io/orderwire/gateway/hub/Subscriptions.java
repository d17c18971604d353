package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.protocol.TextFrame;
import io.orderwire.gateway.protocol.UpdatesFrame;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Subscription;
import io.orderwire.gateway.stats.GatewayMetrics;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of all clients. Used on the reading thread between two records, so that the acknowledgement, its cursor
 * and the first frame fit together without a gap or a duplicate.
 */
final class Subscriptions {
    /** Size of the filters that leave the index in one step, each counted with at least {@link #LEAST_BYTES}. */
    private static final long BYTES_AT_A_TIME = 512 << 10;

    private static final long LEAST_BYTES = 4 << 10;

    private final SharedSubscriptions groups;
    private final Broadcasts broadcasts;
    private final HeldByClients clients;
    private final ClientWork work;
    private final PastSubscriptions past;
    private final GatewayMetrics metrics;

    /** @param past takes the subscriptions that begin in the past */
    Subscriptions(
            SharedSubscriptions groups,
            Broadcasts broadcasts,
            HeldByClients clients,
            ClientWork work,
            PastSubscriptions past,
            GatewayMetrics metrics) {
        this.groups = groups;
        this.broadcasts = broadcasts;
        this.clients = clients;
        this.work = work;
        this.past = past;
        this.metrics = metrics;
    }

    void subscribe(Client client, SubscriptionSpec spec, String json) {
        if (client.isGone()) {
            return;
        }
        Holdings held = clients.of(client);
        held.charge(Work.SUBSCRIPTION + spec.memory() * Work.FILTER_BYTE);
        TextFrame refusal = refusal(client, held, spec, json);
        if (refusal != null) {
            client.offer(null, refusal);
            return;
        }
        int countBefore = held.count();
        long bytesBefore = held.bytes();
        try {
            start(client, held, spec, json);
        } finally {
            clients.counted(client, held.count() - countBefore, held.bytes() - bytesBefore);
        }
    }

    /** The error if a subscription may not start, otherwise null. It begins as in the public API: clients match it. */
    private @Nullable TextFrame refusal(Client client, Holdings held, SubscriptionSpec spec, String json) {
        TextFrame tooLong = Answers.tooLong(json, spec);
        if (tooLong != null) {
            return tooLong;
        }
        if (held.find(spec) != null) {
            return Answers.error(
                    "Already subscribed: " + json,
                    "this connection has it already; a subscription to orders beside it needs another id");
        }
        if (held.count() >= client.limits().subscriptions().most()) {
            metrics.hub().subscriptionRefused();
            return Answers.error(
                    "Invalid subscription: " + json,
                    "this connection has " + held.count() + " subscriptions, the most that"
                            + " gateway.max.subscriptions allows; unsubscribe others first");
        }
        WorkAccount debtor = work.debtor(held);
        if (debtor != null) {
            return Answers.error(
                    "Too much work: " + json, debtor.limit() + "; try again in " + debtor.secondsToPay() + " s");
        }
        if (!clients.hasRoom(client, held, spec.memory())) {
            metrics.hub().subscriptionRefused();
            return Answers.error(
                    "No room for so many or so long filters: " + json,
                    "its filter takes " + spec.memory() + " bytes, " + clients.bounds(client)
                            + "; unsubscribe others or name fewer values");
        }
        return null;
    }

    /** Starts a subscription, or answers with an error. */
    private void start(Client client, Holdings held, SubscriptionSpec spec, String json) {
        Bill bill = new Bill(held.accounts());
        if (!spec.from().equals(StartPosition.LATEST)) {
            startInThePast(client, held, spec, json, bill);
        } else if (spec instanceof SubscriptionSpec.Orders orders) {
            startOrders(client, held, orders, json, bill);
        } else if (spec instanceof SubscriptionSpec.OrderUpdates updates) {
            SharedUpdates group = groups.updatesGroup(updates, bill);
            client.offer(null, Answers.subscribed(json, null, null));
            join(held, spec, null, group, new Subscriber.Direct(client, subscription(spec), bill));
        } else {
            Subscription subscription = Subscription.reportingInFrames();
            client.offer(null, Answers.subscribed(json, null, null));
            Subscribers members = broadcasts.of(spec);
            Subscriber member = new Subscriber.Direct(client, subscription, bill);
            members.add(member);
            held.add(spec, null, () -> members.remove(member), subscription, bill);
            broadcasts.greet(client, subscription, spec);
        }
    }

    private void startOrders(Client client, Holdings held, SubscriptionSpec.Orders spec, String json, Bill bill) {
        String id = spec.id() == null ? held.nextId() : spec.id();
        SharedOrders group = groups.ordersGroup(spec, bill);
        client.offer(null, Answers.subscribed(json, spec.id() == null ? id : null, groups.cursor()));
        join(held, spec, id, group, new Subscriber.Direct(client, Subscription.reportingInFrames(), bill));
    }

    private void join(
            Holdings held,
            SubscriptionSpec spec,
            @Nullable String id,
            SharedSubscription group,
            Subscriber.Direct member) {
        String name = id == null ? "" : id;
        groups.join(group, name, member);
        held.add(spec, id, () -> groups.leave(group, name, member), member.subscription(), member.bill());
    }

    private static Subscription subscription(SubscriptionSpec spec) {
        return spec instanceof SubscriptionSpec.OrderUpdates updates
                ? Subscription.reportingBy(loss -> UpdatesFrame.lossNotice(updates.user(), loss))
                : Subscription.reportingInFrames();
    }

    private void startInThePast(Client client, Holdings held, SubscriptionSpec spec, String json, Bill bill) {
        TextFrame refusal = past.refusal(spec, json);
        if (refusal != null) {
            client.offer(null, refusal);
            return;
        }
        String id = null;
        if (spec instanceof SubscriptionSpec.Orders orders) {
            id = orders.id() == null ? held.nextId() : orders.id();
        }
        Subscription subscription = subscription(spec);
        PastSubscriptions.Answer answer =
                past.begin(new PastSubscriptions.Request(client, subscription, spec, id, json, bill));
        if (answer instanceof PastSubscriptions.Accepted accepted) {
            held.add(spec, id, accepted.leave(), subscription, bill);
        } else if (answer instanceof PastSubscriptions.Refused refused) {
            client.offer(null, refused.error());
        }
    }

    /** Removes a subscription that cannot continue, unless its client has ended it, and maybe begun another by its id. */
    private void ended(PastSubscriptions.Ended one) {
        Holdings held = clients.find(one.client());
        Holdings.@Nullable Held found = held == null ? null : held.find(one.spec());
        if (found != null && found.subscription() == one.subscription()) {
            end(one.client(), one.spec());
            one.client().offer(null, one.error());
        }
    }

    /** Handles a message of the replay agent; returns false if none waits. */
    boolean handlePast() {
        return past.handleNext(this::ended);
    }

    boolean hasPast() {
        return past.hasMessages();
    }

    /** A second has passed. */
    void tick() {
        settleWork();
        work.tidyUp();
        past.tick(this::ended);
    }

    /** Charges all clients for the work up to now, and ends subscriptions of accounts that exceed their debt. */
    void settleWork() {
        work.settle(this::end);
    }

    void unsubscribe(Client client, SubscriptionSpec spec, String json) {
        work.charge(client, Work.SUBSCRIPTION + spec.memory() * Work.FILTER_BYTE);
        TextFrame tooLong = Answers.tooLong(json, spec);
        if (tooLong != null) {
            client.offer(null, tooLong);
            return;
        }
        client.offer(
                null,
                end(client, spec)
                        ? Answers.unsubscribed(json)
                        : Answers.error(
                                "Already unsubscribed: " + json,
                                "this connection has no such subscription; those to orders are found by their id"));
    }

    /** Returns false if there is no such subscription. */
    private boolean end(Client client, SubscriptionSpec spec) {
        Holdings held = clients.find(client);
        Holdings.@Nullable Held found = held == null ? null : held.find(spec);
        if (held == null || found == null) {
            return false;
        }
        held.remove(found);
        found.leave().run();
        client.forget(found.subscription());
        clients.counted(client, -1, -found.spec().memory());
        return true;
    }

    /**
     * Ends some subscriptions of a disconnected client, not all at once, because other clients wait for the next orders;
     * returns true if none is left.
     */
    boolean leave(Client client) {
        Holdings held = clients.find(client);
        if (held == null) {
            return true;
        }
        long ended = 0;
        for (Holdings.Held one : held.all()) {
            if (ended > BYTES_AT_A_TIME) {
                return false;
            }
            long freed = one.spec().memory();
            ended += LEAST_BYTES + freed;
            held.charge(Work.SUBSCRIPTION + freed * Work.FILTER_BYTE);
            held.remove(one);
            client.attempt(one.leave());
            clients.counted(client, -1, -freed);
        }
        clients.remove(client, held);
        return true;
    }
}
