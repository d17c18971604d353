package io.orderwire.benchmarks.fanout;

import io.orderwire.testing.client.TextClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Listens for a while, and makes filters that match orders: for the coins and users that came most often. */
public final class FilterSampler implements AutoCloseable {
    private static final String COIN = "\"coin\":\"";
    private static final String USER = "\"user\":\"";

    private final Map<String, Integer> coins = new HashMap<>();
    private final Map<String, Integer> users = new HashMap<>();
    private final TextClient client;

    /** Listens to all orders of that gateway. */
    public FilterSampler(URI url) {
        client = new TextClient(url, this::take);
        client.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\"}}");
    }

    private synchronized void take(String message) {
        count(message, COIN, coins);
        count(message, USER, users);
    }

    private static void count(String message, String member, Map<String, Integer> counts) {
        for (int at = message.indexOf(member); at >= 0; at = message.indexOf(member, at + 1)) {
            int from = at + member.length();
            counts.merge(message.substring(from, message.indexOf('"', from)), 1, Integer::sum);
        }
    }

    /** Distinct subscriptions to {@code orders}, a third each: one side of a coin, one coin above an amount, one user. */
    public synchronized List<String> filters(int count) {
        List<String> mostCoins = most(coins);
        List<String> mostUsers = most(users);
        List<String> filters = new ArrayList<>();
        for (int i = 0; filters.size() < count; i++) {
            if (i >= mostCoins.size() && i >= mostUsers.size()) {
                throw new IllegalStateException("only " + mostCoins.size() + " coins and " + mostUsers.size()
                        + " users came, too few for " + count + " filters");
            }
            if (i < mostCoins.size()) {
                String coin = "\"coins\":[\"" + mostCoins.get(i) + "\"]";
                filters.add(coin + ",\"sides\":[\"" + (i % 2 == 0 ? "B" : "A") + "\"]");
                filters.add(coin + ",\"minNotional\":\"" + 1_000 * (i + 1) + "\"");
            }
            if (i < mostUsers.size()) {
                filters.add("\"users\":[\"" + mostUsers.get(i) + "\"]");
            }
        }
        return filters.subList(0, count).stream()
                .map(filter -> "{\"type\":\"orders\",\"id\":\"x\"," + filter + "}")
                .toList();
    }

    /** Coins that came, those with most orders first. */
    public synchronized List<String> coins() {
        return most(coins);
    }

    private static List<String> most(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
