package io.orderwire.gateway.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.websocket.frame.CloseCode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All connections of a gateway. Their number is limited; a connection above the limit stays here until it is closed.
 * Thread-safe.
 */
public final class Clients {
    /**
     * A client and its send queue.
     *
     * @param number how many clients had connected since the gateway started when this one did
     */
    public record Listed(long number, QueueFigures queue) {}

    /** The number of each. */
    private final Map<Client, Long> open = new ConcurrentHashMap<>();

    @GuardedBy("this")
    private long numbered;

    private final int most;

    /** Allows at most {@code most} clients. */
    public Clients(int most) {
        this.most = most;
    }

    /** The maximum number of clients. */
    public int most() {
        return most;
    }

    /** Returns true if there is room for one more client. */
    public boolean hasRoom() {
        return open.size() < most;
    }

    /**
     * Adds a client; returns false if the limit was already reached. The client is added in any case, so that
     * {@link #sweep} cuts it if it does not answer the close frame.
     */
    public synchronized boolean add(Client client) {
        boolean room = hasRoom();
        open.put(client, ++numbered);
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

    /** The fill of the fullest send queue: 0 if empty, 1 at its limit. Answers and a single long frame can exceed the limit. */
    public double fill() {
        return open.keySet().stream()
                .mapToDouble(client -> client.queue().fill())
                .max()
                .orElse(0);
    }

    /** At most {@code limit} clients, those with the fullest send queues and the most losses first. */
    public List<Listed> fullest(int limit) {
        return open.entrySet().stream()
                .map(entry -> new Listed(entry.getValue(), entry.getKey().queue()))
                .sorted(Comparator.comparingDouble(
                                (Listed listed) -> -listed.queue().fill())
                        .thenComparingLong(listed -> -listed.queue().dropped())
                        .thenComparingLong(Listed::number))
                .limit(limit)
                .toList();
    }

    /** Enforces the deadlines of each client. Called by one thread. */
    public void sweep(long nowNanos) {
        open.keySet().forEach(client -> client.attempt(() -> client.sweep(nowNanos)));
    }

    /** Closes each client after its queued messages were sent, for which it has {@code mostMs} milliseconds. */
    public void closeAfterQueues(int mostMs) {
        open.keySet()
                .forEach(client ->
                        client.attempt(() -> client.closeAfterQueue(CloseCode.STOPPING, "the gateway stops", mostMs)));
    }

    /** Cuts each connection at once. */
    public void cut() {
        open.keySet().forEach(Client::cut);
    }
}
