package io.orderwire.gateway.match;

import java.util.HashMap;
import java.util.Map;

/**
 * Finds those who ask for an order without asking each. A filter stands under every combination of the values in its
 * lists, so that an order finds those that match it with one look-up for each set of members that filters name, at most
 * 16; a filter that does not match is not visited. A filter with too many combinations stands under some of its lists,
 * and the others are checked. Used by one thread.
 *
 * @param <T> who asks
 */
public final class FilterIndex<T> {
    /** What becomes of an order. */
    public interface Visitor<T> {
        /** It is asked for by that one; called once for each. */
        void matched(T target);

        /** A filter of that one was compared with the order, whether it matches or not. */
        default void checked(T target) {}
    }

    private final Map<FilterKey, Bucket<T>> buckets = new HashMap<>();
    private final int[] keysOfMask = new int[FilterKey.MASKS];
    private final FilterKey probe = new FilterKey();

    /** Adds one who asks; the same may not be added twice with equal filters. */
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

    /** Takes away one who was added with that filter. */
    public void remove(OrderFilter filter, T target) {
        Combinations.forEach(filter, key -> {
            Bucket<T> bucket = buckets.get(key);
            if (bucket != null && bucket.remove(target, filter.minNotional())) {
                buckets.remove(key);
                keysOfMask[key.mask()]--;
            }
        });
    }

    /** Number of combinations under which filters stand. */
    int keys() {
        return buckets.size();
    }

    /** Hands the order to each one who asks for it, once. */
    public void match(RecordView order, Visitor<T> visitor) {
        for (int mask = 0; mask < FilterKey.MASKS; mask++) {
            if (keysOfMask[mask] > 0 && (mask <= FilterKey.USER || order.readable())) {
                Bucket<T> bucket = buckets.get(probe.of(order, mask));
                // A key with a member less than the mask, for an order that has no side, has its own turn.
                if (bucket != null && probe.mask() == mask) {
                    bucket.match(order, visitor);
                }
            }
        }
    }
}
