package io.orderwire.gateway.match;

import java.util.HashMap;
import java.util.Map;

/**
 * Finds the filters that match an order without visiting each. A filter is stored under every combination of the values in
 * its lists, so that an order needs one look-up for each set of members that filters use, at most 16, and filters that do
 * not match are not visited. A filter with too many combinations is stored under some of its lists only, and the others are
 * checked. Used by one thread.
 *
 * @param <T> owner of a filter
 */
public final class FilterIndex<T> {
    /** Receives the results for an order. */
    public interface Visitor<T> {
        /** A filter of {@code target} matches; called once for each target. */
        void matched(T target);

        /** A filter of {@code target} was compared with the order, whether it matches or not. */
        default void checked(T target) {}
    }

    private final Map<FilterKey, Bucket<T>> buckets = new HashMap<>();
    private final int[] keysOfMask = new int[FilterKey.MASKS];
    private final FilterKey probe = new FilterKey();

    /** Adds a filter of {@code target}; a target must not have two equal filters. */
    public void add(OrderFilter filter, T target) {
        Bucket.Entry<T> entry = new Bucket.Entry<>(filter.minNotional(), Combinations.rest(filter), target);
        Combinations.forEach(filter, key -> {
            Bucket<T> bucket = buckets.get(key);
            if (bucket == null) {
                bucket = new Bucket<>();
                buckets.put(key, bucket);
                keysOfMask[key.mask()]++;
            }
            bucket.add(entry);
        });
    }

    /** Removes a filter of {@code target}. */
    public void remove(OrderFilter filter, T target) {
        Combinations.forEach(filter, key -> {
            Bucket<T> bucket = buckets.get(key);
            if (bucket != null && bucket.remove(target, filter.minNotional())) {
                buckets.remove(key);
                keysOfMask[key.mask()]--;
            }
        });
    }

    /** Number of combinations under which filters are stored. */
    int keys() {
        return buckets.size();
    }

    /** Passes each target with a matching filter to the visitor, once. */
    public void match(RecordView order, Visitor<T> visitor) {
        for (int mask = 0; mask < FilterKey.MASKS; mask++) {
            if (keysOfMask[mask] > 0 && (mask <= FilterKey.USER || order.readable())) {
                Bucket<T> bucket = buckets.get(probe.of(order, mask));
                // If the order does not have a side, the key has fewer members than the mask, and is looked up under
                // its own mask.
                if (bucket != null && probe.mask() == mask) {
                    bucket.match(order, visitor);
                }
            }
        }
    }
}
