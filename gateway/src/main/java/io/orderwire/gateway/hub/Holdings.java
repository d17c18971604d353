package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.session.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one client. */
final class Holdings {
    /**
     * One of them.
     *
     * @param key what it is found by
     * @param spec as it was asked for
     * @param id that its frames bear, null if they bear none
     * @param leave ends it
     * @param bill what it has cost
     */
    record Held(
            Object key,
            SubscriptionSpec spec,
            @Nullable String id,
            Runnable leave,
            Subscription subscription,
            Bill bill) {}

    /** {@code orders} subscriptions are keyed by id, all others by value. */
    private record OrdersKey(String id) {}

    private final Map<Object, Held> held = new LinkedHashMap<>();
    private final Map<SubscriptionSpec, Held> unnamed = new LinkedHashMap<>();
    private final List<WorkAccount> accounts;
    private int arrivals;
    private long bytes;

    /** @param accounts pay for all that the client asks for */
    Holdings(List<WorkAccount> accounts) {
        this.accounts = accounts;
    }

    /** Lets the client pay for something besides its subscriptions. */
    void charge(long nanos) {
        accounts.forEach(account -> account.charge(nanos));
    }

    List<WorkAccount> accounts() {
        return accounts;
    }

    /**
     * The subscription that a request means: of {@code orders} the one of that name, else one without a name that asks
     * for the same.
     */
    @Nullable
    Held find(SubscriptionSpec spec) {
        if (spec instanceof SubscriptionSpec.Orders orders) {
            return orders.id() == null ? unnamed.get(orders.withoutStart()) : held.get(new OrdersKey(orders.id()));
        }
        return held.get(spec.key());
    }

    /** A name for a subscription to orders that has none: its order of arrival. */
    String nextId() {
        String id;
        do {
            id = String.valueOf(++arrivals);
        } while (held.containsKey(new OrdersKey(id)));
        return id;
    }

    void add(SubscriptionSpec spec, @Nullable String id, Runnable leave, Subscription subscription, Bill bill) {
        Object key = id == null ? spec.key() : new OrdersKey(id);
        // A cursor is not kept for the life of the subscription.
        Held one = new Held(key, spec.withoutStart(), id, leave, subscription, bill);
        held.put(key, one);
        bytes += spec.memory();
        if (spec instanceof SubscriptionSpec.Orders orders && orders.id() == null) {
            unnamed.put(orders.withoutStart(), one);
        }
    }

    void remove(Held one) {
        held.remove(one.key);
        bytes -= one.spec.memory();
        if (one.spec instanceof SubscriptionSpec.Orders orders) {
            unnamed.remove(orders.withoutStart(), one);
        }
    }

    int count() {
        return held.size();
    }

    /** Memory that they take, about. */
    long bytes() {
        return bytes;
    }

    List<Held> all() {
        return new ArrayList<>(held.values());
    }
}
