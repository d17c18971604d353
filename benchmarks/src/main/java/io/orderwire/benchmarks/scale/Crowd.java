package io.orderwire.benchmarks.scale;

import io.orderwire.benchmarks.fanout.CountingClients;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Clients besides the one of all orders, which are connected while a value is measured. */
final class Crowd implements AutoCloseable {
    private static final String NEVER = "1000000000000";

    private final int size;
    private final CountingClients clients;

    private Crowd(URI url, List<String> subscriptions, int size) throws IOException {
        this.size = size;
        clients = new CountingClients(url, false);
        try {
            for (int i = 0; i < size; i++) {
                clients.add(subscriptions.get(i % subscriptions.size()));
            }
        } catch (IOException e) {
            clients.close();
            throw e;
        }
    }

    /** So many clients that take turns in the subscriptions. */
    static Crowd of(URI url, List<String> subscriptions, int size) throws IOException {
        return new Crowd(url, subscriptions, size);
    }

    /**
     * A subscription with a filter of its own that no order matches: in turns a user that does not exist, and a coin with a
     * notional that is never reached.
     */
    static String neverMatching(int number, List<String> coins) {
        String filter = number % 2 == 0
                ? String.format(Locale.ROOT, "\"users\":[\"0x%040x\"]", number + 1)
                : "\"coins\":[\"" + coins.get(number / 2 % coins.size()) + "\"],\"minNotional\":\"" + NEVER + number
                        + "\"";
        return "{\"type\":\"orders\",\"id\":\"x\"," + filter + "}";
    }

    /** Bytes that all of them received so far. */
    long bytes() {
        return clients.bytes();
    }

    /** Clients whose connection ended. */
    int lost() {
        return size - clients.open();
    }

    @Override
    public void close() throws IOException {
        clients.close();
    }
}
