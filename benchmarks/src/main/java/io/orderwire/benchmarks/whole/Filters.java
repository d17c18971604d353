package io.orderwire.benchmarks.whole;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Filters of clients, and what each of them must receive: the committed consumer sees every order and applies the filters
 * itself. Two thirds of the filters name one coin each, the others one user each, those with most orders first. Not
 * thread-safe.
 */
final class Filters {
    private static final int THIRDS = 3;

    private final Map<Long, Seen> seen = new HashMap<>();
    private final Map<Long, Integer> chosen = new HashMap<>();
    private final List<String> members = new ArrayList<>();
    private long[] counts = new long[0];
    private long[] sums = new long[0];

    private static final class Seen {
        private final String text;
        private final boolean isCoin;
        private long orders;

        Seen(String text, boolean isCoin) {
            this.text = text;
            this.isCoin = isCoin;
        }
    }

    /** Counts an order, before filters are chosen. */
    void sample(OrderScan order) {
        seen.computeIfAbsent(order.coin(), hash -> new Seen(order.coinText(), true)).orders++;
        seen.computeIfAbsent(order.user(), hash -> new Seen(order.userText(), false)).orders++;
    }

    /**
     * Chooses filters by the orders that were counted.
     *
     * @return one member of a subscription for each, as JSON
     */
    List<String> choose(int count) {
        choose(count - count / THIRDS, true);
        choose(count / THIRDS, false);
        seen.clear();
        counts = new long[members.size()];
        sums = new long[members.size()];
        return List.copyOf(members);
    }

    private void choose(int count, boolean coins) {
        seen.entrySet().stream()
                .filter(entry -> entry.getValue().isCoin == coins)
                .sorted(Comparator.comparing((Map.Entry<Long, Seen> entry) -> -entry.getValue().orders))
                .limit(count)
                .forEach(entry -> {
                    chosen.put(entry.getKey(), members.size());
                    members.add("\"" + (coins ? "coins" : "users") + "\":[\"" + entry.getValue().text + "\"]");
                });
    }

    boolean areChosen() {
        return counts.length > 0;
    }

    /** Counts an order for each filter that it matches. */
    void match(OrderScan order, long mark) {
        add(chosen.get(order.coin()), mark);
        add(chosen.get(order.user()), mark);
    }

    private void add(@org.jspecify.annotations.Nullable Integer filter, long mark) {
        if (filter != null) {
            counts[filter]++;
            sums[filter] += mark;
        }
    }

    /** Orders that a filter matched since the last {@link #reset}, and the sum of their marks. */
    Received.Sum sum(int filter) {
        return new Received.Sum(counts[filter], sums[filter]);
    }

    void reset() {
        counts = new long[counts.length];
        sums = new long[sums.length];
    }
}
