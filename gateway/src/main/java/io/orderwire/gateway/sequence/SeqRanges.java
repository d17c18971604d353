package io.orderwire.gateway.sequence;

import io.orderwire.gateway.protocol.Cursor.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sequences of one partition as ranges with inclusive ends. The number of ranges is bounded; the lowest range is forgotten
 * first. An order that follows in sequence does not access them.
 */
final class SeqRanges {
    private final int most;
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    SeqRanges(int most) {
        this.most = most;
    }

    /** Adds sequences that are not in the set; returns the number of forgotten sequences. */
    long add(long from, long to) {
        if (from > to) {
            return 0;
        }
        Map.Entry<Long, Long> left = ranges.floorEntry(from);
        if (left != null && left.getValue() == from - 1) {
            ranges.put(left.getKey(), to);
            return 0;
        }
        ranges.put(from, to);
        if (ranges.size() <= most) {
            return 0;
        }
        Map.Entry<Long, Long> lowest = ranges.pollFirstEntry();
        return new Range(lowest.getKey(), lowest.getValue()).count();
    }

    /** The highest ranges in descending order, at most {@code count}. */
    List<Range> highest(int count) {
        return ranges.descendingMap().entrySet().stream()
                .limit(count)
                .map(range -> new Range(range.getKey(), range.getValue()))
                .toList();
    }

    int size() {
        return ranges.size();
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    void clear() {
        ranges.clear();
    }

    boolean contains(long seq) {
        Map.Entry<Long, Long> range = ranges.floorEntry(seq);
        return range != null && range.getValue() >= seq;
    }

    /** The given sequences that are in the set, ascending. */
    List<Range> within(long from, long to) {
        List<Range> found = new ArrayList<>();
        Map.Entry<Long, Long> entry = ranges.floorEntry(to);
        while (entry != null && entry.getValue() >= from) {
            found.add(0, new Range(Math.max(entry.getKey(), from), Math.min(entry.getValue(), to)));
            entry = ranges.lowerEntry(entry.getKey());
        }
        return found;
    }

    /** Removes the given sequences that are in the set. */
    void take(long from, long to) {
        for (Range part : within(from, to)) {
            Map.Entry<Long, Long> whole = ranges.floorEntry(part.from());
            long begin = whole.getKey();
            long end = whole.getValue();
            ranges.remove(begin);
            if (begin < part.from()) {
                ranges.put(begin, part.from() - 1);
            }
            if (end > part.to()) {
                ranges.put(part.to() + 1, end);
            }
        }
    }
}
