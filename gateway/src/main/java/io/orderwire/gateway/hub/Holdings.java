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
     * A subscription.
     *
     * @param key key of the subscription
     * @param spec the requested subscription
     * @param id the id in its frames, null if they do not have one
     * @param leave ends it
     * @param bill its cost so far
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

    /** @param accounts pay for the requests of the client */
    Holdings(List<WorkAccount> accounts) {
        this.accounts = accounts;
    }

    /** Charges the client for work outside its subscriptions. */
    void charge(long nanos) {
        accounts.forEach(account -> account.charge(nanos));
    }

    List<WorkAccount> accounts() {
        return accounts;
    }

    /**
     * Finds the subscription that a request refers to. For {@code orders} this is the one with the same id, or without an
     * id, one that was made without an id and is otherwise equal.
     */
    @Nullable
    Held find(SubscriptionSpec spec) {
        if (spec instanceof SubscriptionSpec.Orders orders) {
            return orders.id() == null ? unnamed.get(orders.withoutStart()) : held.get(new OrdersKey(orders.id()));
        }
        return held.get(spec.key());
    }

    /** Makes an id for a subscription to orders without one: the next number. */
    String nextId() {
        String id;
        do {
            id = String.valueOf(++arrivals);
        } while (held.containsKey(new OrdersKey(id)));
        return id;
    }

    void add(SubscriptionSpec spec, @Nullable String id, Runnable leave, Subscription subscription, Bill bill) {
        Object key = id == null ? spec.key() : new OrdersKey(id);
        // The start position, which may be a long cursor, is not kept.
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

    /** Their approximate memory, bytes. */
    long bytes() {
        return bytes;
    }

    List<Held> all() {
        return new ArrayList<>(held.values());
    }
}
