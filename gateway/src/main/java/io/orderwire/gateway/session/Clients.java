package io.orderwire.gateway.session;

import io.orderwire.websocket.frame.CloseCode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All connections of a gateway, bounded in number. Thread-safe. */
public final class Clients {
    private final Set<Client> open = ConcurrentHashMap.newKeySet();
    private final int most;

    /** At most so many. */
    public Clients(int most) {
        this.most = most;
    }

    /** How many there may be. */
    public int most() {
        return most;
    }

    /** True when there is room for one more. */
    public boolean hasRoom() {
        return open.size() < most;
    }

    /**
     * Adds one; false when there is no room for it. It is added even so, for its end to be enforced like any other's: it
     * may never answer the close that it is about to get.
     */
    public synchronized boolean add(Client client) {
        boolean room = hasRoom();
        open.add(client);
        return room;
    }

    /** Takes one away. */
    public void remove(Client client) {
        open.remove(client);
    }

    /** How many there are. */
    public int count() {
        return open.size();
    }

    /** How full the fullest queue of them is, 0 to 1. */
    public double fill() {
        return open.stream().mapToDouble(Client::fill).max().orElse(0);
    }

    /** Enforces the deadlines of each. */
    public void sweep(long nowNanos) {
        open.forEach(client -> client.attempt(() -> client.sweep(nowNanos)));
    }

    /** Says farewell to each when what waits for it has been sent. */
    public void closeAfterQueues() {
        open.forEach(client -> client.attempt(() -> client.closeAfterQueue(CloseCode.STOPPING, "the gateway stops")));
    }

    /** Ends each connection at once. */
    public void cut() {
        open.forEach(Client::cut);
    }
}
