package io.orderwire.gateway.session;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The order in which clients send: round-robin over payers, and over the clients of each payer. Between two turns of a
 * payer, each other payer has at most one turn, however many clients it has. Used by the I/O thread.
 */
final class SendTurns {
    private final Map<Object, Queue<Client>> byPayer = new HashMap<>();
    private final Queue<Object> payers = new ArrayDeque<>();

    /** Appends a client to the queue of its payer. Adding a client that is disconnected or already queued is harmless. */
    void add(Client client) {
        Object payer = payer(client);
        Queue<Client> waiting = byPayer.get(payer);
        if (waiting == null) {
            waiting = new ArrayDeque<>(2);
            byPayer.put(payer, waiting);
            payers.add(payer);
        }
        waiting.add(client);
    }

    private static Object payer(Client client) {
        String address = client.payer().address();
        String token = client.payer().token();
        return address != null ? address : token != null ? token : client;
    }

    /** Removes and returns the client that sends next, or null if no client is queued. */
    @Nullable
    Client next() {
        Object payer = payers.poll();
        Queue<Client> waiting = payer == null ? null : byPayer.get(payer);
        if (payer == null || waiting == null) {
            return null;
        }
        Client next = waiting.poll();
        if (waiting.isEmpty()) {
            byPayer.remove(payer);
        } else {
            payers.add(payer);
        }
        return next;
    }
}
