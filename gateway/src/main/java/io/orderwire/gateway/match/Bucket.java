package io.orderwire.gateway.match;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The filters with equal values, ordered by minimum notional: first those without one, then ascending. An order visits only
 * the filters whose minimum it reaches.
 */
final class Bucket<T> {
    /** @param rest the part of the filter to check besides the key and the notional, or null */
    record Entry<T>(@Nullable BigDecimal least, @Nullable OrderFilter rest, T target) {}

    private final List<Entry<T>> entries = new ArrayList<>(1);

    void add(Entry<T> entry) {
        entries.add(upTo(entry.least), entry);
    }

    /** Returns true if the bucket is empty afterwards. */
    boolean remove(T target, @Nullable BigDecimal least) {
        for (int i = upTo(least) - 1; i >= 0 && compare(entries.get(i).least, least) == 0; i--) {
            if (entries.get(i).target.equals(target)) {
                entries.remove(i);
                break;
            }
        }
        return entries.isEmpty();
    }

    void match(RecordView order, FilterIndex.Visitor<T> visitor) {
        for (int i = 0; i < entries.size(); i++) {
            Entry<T> entry = entries.get(i);
            if (entry.least != null && !order.notionalAtLeast(entry.least)) {
                return;
            }
            OrderFilter rest = entry.rest;
            if (rest != null) {
                visitor.checked(entry.target);
            }
            if (rest == null || rest.matchesBesidesUser(order)) {
                visitor.matched(entry.target);
            }
        }
    }

    /** Number of entries whose minimum is at most {@code least}. */
    private int upTo(@Nullable BigDecimal least) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(entries.get(middle).least, least) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int compare(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        return one.compareTo(other);
    }
}
