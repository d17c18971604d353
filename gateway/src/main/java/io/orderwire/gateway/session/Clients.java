package io.orderwire.gateway.session;

import io.orderwire.websocket.frame.CloseCode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All connections of a gateway, bounded in number. Thread-safe. */
public final class Clients {
    private final Set<Client> open = ConcurrentHashMap.newKeySet();
    private final int most;

    /** Allows at most {@code most} clients. */
    public Clients(int most) {
        this.most = most;
    }

    /** The maximum number of clients. */
    public int most() {
        return most;
    }

    /** Returns true if there is room for one more. */
    public boolean hasRoom() {
        return open.size() < most;
    }

    /**
     * Adds a client; returns false if there are too many. It is added in any case, so that its end is enforced like that of
     * others: it may never answer the close frame that it is about to get.
     */
    public synchronized boolean add(Client client) {
        boolean room = hasRoom();
        open.add(client);
        return room;
    }

    /** Removes a client. */
    public void remove(Client client) {
        open.remove(client);
    }

    /** The number of clients. */
    public int count() {
        return open.size();
    }

    /** The fill of the fullest send queue, 0 to 1. */
    public double fill() {
        return open.stream().mapToDouble(Client::fill).max().orElse(0);
    }

    /** Enforces the deadlines of each. */
    public void sweep(long nowNanos) {
        open.forEach(client -> client.attempt(() -> client.sweep(nowNanos)));
    }

    /** Closes each client after its send queue was sent. */
    public void closeAfterQueues() {
        open.forEach(client -> client.attempt(() -> client.closeAfterQueue(CloseCode.STOPPING, "the gateway stops")));
    }

    /** Ends each connection at once. */
    public void cut() {
        open.forEach(Client::cut);
    }
}
