package io.orderwire.gateway.client;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to send: those who pay take turns, and of each one its clients do. A client waits for one turn of each
 * other payer at most, however many clients they have. On the I/O thread.
 */
final class SendTurns {
    private final Map<Object, Queue<Client>> byPayer = new HashMap<>();
    private final Queue<Object> payers = new ArrayDeque<>();

    /** Puts a client behind the others of its payer; one that is no more, or waits already, does no harm. */
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

    /** The client that sends next, which waits no more; null if none does. */
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
