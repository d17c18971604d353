package io.orderwire.gateway.sequence.before;

import io.orderwire.gateway.protocol.Cursor.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sequences of one partition as ranges, both ends inclusive, at most so many ranges: of more the lowest is forgotten.
 * None of it is on the way of a record that comes in its turn.
 */
final class SeqRanges {
    private final int most;
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    SeqRanges(int most) {
        this.most = most;
    }

    /** Adds sequences none of which is in it; returns how many were forgotten for them. */
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

    /** The highest of them, the highest first, at most so many. */
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

    /** Takes that sequence out; false when it was not in. */
    boolean take(long seq) {
        return !take(seq, seq).isEmpty();
    }

    /** Takes those sequences out; returns what of them was in, in order. */
    List<Range> take(long from, long to) {
        List<Range> taken = new ArrayList<>();
        Map.Entry<Long, Long> entry = ranges.floorEntry(to);
        while (entry != null && entry.getValue() >= from) {
            long begin = entry.getKey();
            long end = entry.getValue();
            ranges.remove(begin);
            if (end > to) {
                ranges.put(to + 1, end);
            }
            if (begin < from) {
                ranges.put(begin, from - 1);
            }
            taken.add(0, new Range(Math.max(begin, from), Math.min(end, to)));
            entry = ranges.lowerEntry(begin);
        }
        return taken;
    }
}
