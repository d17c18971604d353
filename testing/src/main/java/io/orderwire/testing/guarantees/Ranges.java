package io.orderwire.testing.guarantees;

import java.util.Map;
import java.util.TreeMap;

/** A set of values, stored as ranges with an inclusive begin and an exclusive end; overlapping ranges are joined. */
final class Ranges<T extends Comparable<T>> {
    private final TreeMap<T, T> ends = new TreeMap<>();

    void add(T from, T to) {
        if (from.compareTo(to) >= 0) {
            return;
        }
        T begin = from;
        T end = to;
        Map.Entry<T, T> left = ends.floorEntry(begin);
        if (left != null && left.getValue().compareTo(begin) >= 0) {
            begin = left.getKey();
            end = max(end, left.getValue());
        }
        Map.Entry<T, T> next = ends.ceilingEntry(begin);
        while (next != null && next.getKey().compareTo(end) <= 0) {
            end = max(end, next.getValue());
            ends.remove(next.getKey());
            next = ends.ceilingEntry(begin);
        }
        ends.put(begin, end);
    }

    boolean contains(T value) {
        Map.Entry<T, T> range = ends.floorEntry(value);
        return range != null && range.getValue().compareTo(value) > 0;
    }

    /** The end of the range that contains {@code value}, or {@code none} if there is none. */
    T endFrom(T value, T none) {
        Map.Entry<T, T> range = ends.floorEntry(value);
        return range != null && range.getValue().compareTo(value) > 0 ? range.getValue() : none;
    }

    /** The first begin of a range at or after {@code value}, or {@code none} if there is none. */
    T beginFrom(T value, T none) {
        T begin = ends.ceilingKey(value);
        return begin == null ? none : begin;
    }

    /** Begins and ends of the ranges, ascending. */
    Map<T, T> asMap() {
        return ends;
    }

    private static <T extends Comparable<T>> T max(T a, T b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
