package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.protocol.TextFrame;
import io.orderwire.gateway.protocol.UpdatesFrame;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Subscription;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.WorkMetrics;
import io.orderwire.websocket.limit.Shares;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is subscribed to what. On the reading thread, between two records: that is what makes the acknowledgement, its
 * cursor and the first frame fit together without a hole or a duplicate.
 */
final class Subscriptions {
    /** Filters that are taken out of the index in one go, each counted with at least {@link #LEAST_BYTES}. */
    private static final long BYTES_AT_A_TIME = 512 << 10;

    private static final long LEAST_BYTES = 4 << 10;

    private final SharedSubscriptions groups;
    private final Broadcasts broadcasts;
    private final Hub.SubscriptionBytes most;
    private final Shares shares;
    private final GatewayMetrics metrics;
    private final WorkBudget budget;
    private final WorkMetrics work;
    private final Map<Client, Holdings> holdings = new HashMap<>();
    private @Nullable Replays replays;
    private int count;
    private long bytes;

    Subscriptions(
            SharedSubscriptions groups,
            Broadcasts broadcasts,
            Hub.SubscriptionBytes most,
            WorkBudget budget,
            GatewayMetrics metrics,
            WorkMetrics work) {
        this.groups = groups;
        this.broadcasts = broadcasts;
        this.most = most;
        this.shares = new Shares(most.ofAddress(), most.ofToken());
        this.metrics = metrics;
        this.budget = budget;
        this.work = work;
        metrics.limitSubscriptions(most.ofAll());
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
        Holdings held = holdings(client);
        held.charge(Work.SUBSCRIPTION + spec.memory() * Work.FILTER_BYTE);
        TextFrame tooLong = Answers.tooLong(json, spec);
        if (tooLong != null) {
            client.offer(null, tooLong);
            return;
        }
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
        WorkAccount debtor = WorkBudget.debtor(held.accounts());
        if (debtor != null) {
            work.refused(debtor.of().tag());
            client.offer(
                    null,
                    Answers.error(
                            "Too much work: " + json,
                            debtor.limit() + "; try again in " + debtor.secondsToPay() + " s"));
            return;
        }
        if (!hasRoom(client, held, spec.memory())) {
            metrics.subscriptionRefused();
            client.offer(
                    null,
                    Answers.error(
                            "No room for so many or so long filters: " + json,
                            "its filter takes " + spec.memory() + " bytes, of which this connection may hold "
                                    + client.limits().subscriptionBytes() + ", all of an address " + most.ofAddress()
                                    + ", all with a token " + most.ofToken() + ", and all together " + most.ofAll()
                                    + "; unsubscribe others or name fewer values"));
            return;
        }
        int countBefore = held.count();
        long bytesBefore = held.bytes();
        try {
            start(client, held, spec, json);
        } finally {
            counted(client, held.count() - countBefore, held.bytes() - bytesBefore);
        }
    }

    private boolean hasRoom(Client client, Holdings held, long more) {
        return bytes + more <= most.ofAll()
                && shares.hasRoom(client.payer(), more)
                && held.bytes() + more <= client.limits().subscriptionBytes();
    }

    /** Starts it, or says why not. */
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
            Subscription subscription = Subscription.tellingInFrames();
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
        join(held, spec, id, group, new Subscriber.Direct(client, Subscription.tellingInFrames(), bill));
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
                ? Subscription.tellingBy(loss -> UpdatesFrame.lossNotice(updates.user(), loss))
                : Subscription.tellingInFrames();
    }

    private void startInThePast(Client client, Holdings held, SubscriptionSpec spec, String json, Bill bill) {
        Replays past = Objects.requireNonNull(replays, "nobody reads the past");
        RefusedSubscription refusal = past.refusal(spec.from());
        if (refusal == null) {
            String id = null;
            if (spec instanceof SubscriptionSpec.Orders orders) {
                id = orders.id() == null ? held.nextId() : orders.id();
            }
            Replaying replay = past.of(client, subscription(spec), spec, id, json, bill);
            refusal = past.begin(replay);
            if (refusal == null) {
                held.add(spec, id, replay::end, replay.subscription(), bill);
                return;
            }
        }
        client.offer(null, refusal.of(json));
    }

    /** Ends a replay, unless its client has ended it, and may have begun another one by the same name. */
    private void failed(Replaying replay, RefusedSubscription why) {
        Holdings held = holdings.get(replay.client());
        Holdings.@Nullable Held found = held == null ? null : held.find(replay.spec());
        if (found != null && found.subscription() == replay.subscription()) {
            TextFrame error = why.of(replay.json());
            replay.refused();
            end(replay.client(), replay.spec());
            replay.client().offer(null, error);
        }
    }

    /** A second has passed. */
    void tick() {
        lookAtWork();
        Replays past = replays;
        if (past != null) {
            past.tick();
        }
    }

    private Holdings holdings(Client client) {
        return holdings.computeIfAbsent(client, absent -> new Holdings(budget.open(client.payer())));
    }

    /**
     * Lets a client pay for something besides its subscriptions. Returns an account that owes nearly as much as it can, null
     * if there is none.
     */
    @Nullable
    WorkAccount charge(Client client, long nanos) {
        if (client.isGone()) {
            return null;
        }
        Holdings held = holdings(client);
        held.charge(nanos);
        return held.accounts().stream()
                .filter(WorkAccount::isHopeless)
                .findFirst()
                .orElse(null);
    }

    /** Lets everybody pay for the work up to now, and ends subscriptions of those who cannot. */
    void settleWork() {
        work.worked(groups.settleWork());
        if (budget.isOverdrawn()) {
            budget.takeOverdrawn().forEach(this::relieve);
        }
    }

    private void relieve(WorkAccount account) {
        List<CostlySubscriptions.Candidate> candidates = new ArrayList<>();
        holdings.forEach((client, held) -> {
            if (held.accounts().contains(account)) {
                held.all().forEach(one -> candidates.add(new CostlySubscriptions.Candidate(client, one)));
            }
        });
        CostlySubscriptions.Choice choice = CostlySubscriptions.toEnd(candidates, account);
        for (CostlySubscriptions.Candidate costly : choice.ending()) {
            Holdings.Held held = costly.held();
            String cost = "; in " + account.periodMillis() + " ms this subscription took "
                    + held.bill().millis(account)
                    + " ms of it, more than those that go on; ask for fewer orders, or for larger batches with batchMs";
            costly.client().attempt(() -> {
                end(costly.client(), held.spec());
                costly.client().offer(null, Answers.ended(held.spec(), held.id(), account.limit() + cost));
            });
            work.ended(account.of().tag());
        }
        if (choice.isAll()) {
            account.relieved();
        }
    }

    /** Forgets debts that are paid, and shows who is nearest to a limit; called at intervals. */
    private void lookAtWork() {
        settleWork();
        budget.tidyUp();
        work.highestUse(holdings.values().stream()
                .flatMap(held -> held.accounts().stream())
                .mapToDouble(WorkAccount::use)
                .max()
                .orElse(0));
    }

    void unsubscribe(Client client, SubscriptionSpec spec, String json) {
        charge(client, Work.SUBSCRIPTION + spec.memory() * Work.FILTER_BYTE);
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
        counted(client, -1, -found.spec().memory());
        return true;
    }

    /**
     * Ends some subscriptions of a client that has gone, as others wait for the orders that come next; true when none is
     * left.
     */
    boolean leave(Client client) {
        Holdings held = holdings.get(client);
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
            counted(client, -1, -freed);
        }
        holdings.remove(client);
        budget.close(held.accounts());
        return true;
    }

    private void counted(Client client, int change, long changeBytes) {
        shares.add(client.payer(), changeBytes);
        count += change;
        bytes += changeBytes;
        metrics.subscriptions(count, bytes);
    }
}
