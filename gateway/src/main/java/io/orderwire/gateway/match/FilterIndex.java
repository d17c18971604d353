package io.orderwire.gateway.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds those who ask for an order without asking each: by user and by coin through a hash, all others one by one.
 * Used by one thread.
 *
 * @param <T> who asks
 */
public final class FilterIndex<T> {
    private record Entry<T>(OrderFilter filter, T target) {}

    private final Map<Address, List<Entry<T>>> byUser = new HashMap<>();
    private final Map<String, List<Entry<T>>> byCoin = new HashMap<>();
    private final List<Entry<T>> others = new ArrayList<>();
    private final Address probe = new Address("");

    /** Adds one who asks; the same may not be added twice. */
    public void add(OrderFilter filter, T target) {
        Entry<T> entry = new Entry<>(filter, target);
        if (!filter.users().isEmpty()) {
            filter.users().forEach(user -> put(byUser, new Address(user), entry));
        } else if (!filter.coins().isEmpty()) {
            filter.coins().forEach(coin -> put(byCoin, coin, entry));
        } else {
            others.add(entry);
        }
    }

    /** Takes away one who was added with that filter. */
    public void remove(OrderFilter filter, T target) {
        Entry<T> entry = new Entry<>(filter, target);
        if (!filter.users().isEmpty()) {
            filter.users().forEach(user -> drop(byUser, new Address(user), entry));
        } else if (!filter.coins().isEmpty()) {
            filter.coins().forEach(coin -> drop(byCoin, coin, entry));
        } else {
            others.remove(entry);
        }
    }

    /** Hands the order to each one who asks for it, once. */
    public void match(RecordView order, Consumer<T> matched) {
        if (!byUser.isEmpty()) {
            offer(byUser.get(probe.of(order.key())), order, matched);
        }
        if (!byCoin.isEmpty() && order.readable()) {
            offer(byCoin.get(order.coin()), order, matched);
        }
        offer(others, order, matched);
    }

    private static <T> void offer(@Nullable List<Entry<T>> entries, RecordView order, Consumer<T> matched) {
        if (entries == null) {
            return;
        }
        for (int i = 0; i < entries.size(); i++) {
            Entry<T> entry = entries.get(i);
            if (entry.filter.matchesBesidesUser(order)) {
                matched.accept(entry.target);
            }
        }
    }

    private static <K, T> void put(Map<K, List<Entry<T>>> map, K key, Entry<T> entry) {
        map.computeIfAbsent(key, absent -> new ArrayList<>(1)).add(entry);
    }

    private static <K, T> void drop(Map<K, List<Entry<T>>> map, K key, Entry<T> entry) {
        map.computeIfPresent(key, (same, entries) -> {
            entries.remove(entry);
            return entries.isEmpty() ? null : entries;
        });
    }
}
