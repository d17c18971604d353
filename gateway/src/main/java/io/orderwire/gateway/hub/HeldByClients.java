package io.orderwire.gateway.hub;

import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.websocket.limit.Shares;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The subscriptions of each client, and the memory that they take. */
final class HeldByClients {
    private final Map<Client, Holdings> holdings = new HashMap<>();
    private final Hub.SubscriptionBytes most;
    private final Shares shares;
    private final WorkBudget budget;
    private final GatewayMetrics metrics;
    private int count;
    private long bytes;

    HeldByClients(Hub.SubscriptionBytes most, WorkBudget budget, GatewayMetrics metrics) {
        this.most = most;
        this.shares = new Shares(most.ofAddress(), most.ofToken());
        this.budget = budget;
        this.metrics = metrics;
        metrics.hub().limitSubscriptions(most.ofAll());
    }

    /** Returns the holdings of a client; opens its accounts if it does not have any. */
    Holdings of(Client client) {
        return holdings.computeIfAbsent(client, absent -> new Holdings(budget.open(client.payer())));
    }

    /** Returns the holdings of a client, null if it has not requested anything. */
    @Nullable
    Holdings find(Client client) {
        return holdings.get(client);
    }

    void forEach(BiConsumer<Client, Holdings> use) {
        holdings.forEach(use);
    }

    /** Removes a client that has disconnected, and releases its holdings. */
    void remove(Client client, Holdings held) {
        holdings.remove(client);
        budget.close(held.accounts());
    }

    boolean hasRoom(Client client, Holdings held, long more) {
        return bytes + more <= most.ofAll()
                && shares.hasRoom(client.payer(), more)
                && held.bytes() + more <= client.limits().subscriptions().bytes();
    }

    /** Describes the limits of {@link #hasRoom} for an error message. */
    String bounds(Client client) {
        return "of which this connection may hold "
                + client.limits().subscriptions().bytes() + ", all of an address " + most.ofAddress()
                + ", all with a token " + most.ofToken() + ", and all together " + most.ofAll();
    }

    /** Changes the number of subscriptions and of bytes that a client holds. */
    void counted(Client client, int change, long changeBytes) {
        shares.add(client.payer(), changeBytes);
        count += change;
        bytes += changeBytes;
        metrics.hub().subscriptions(count, bytes);
    }
}
