package io.orderwire.gateway.sequence;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Losses without sequences that were reported: they are told apart by their texts, and each is reported once in each
 * partition. The last ones are remembered.
 */
final class ReportedNotices {
    /** Memory of a remembered notice besides its text, bytes, about. */
    private static final int NOTICE_BYTES = 200;

    private final int most;
    private final Map<String, BitSet> partitions = new LinkedHashMap<>();
    private long characters;

    /** @param most notices that are remembered */
    ReportedNotices(int most) {
        this.most = most;
    }

    /** Whether that notice was reported in that partition. */
    boolean contains(int partition, String json) {
        BitSet in = partitions.get(json);
        return in != null && in.get(partition);
    }

    /** Remembers that it was; the oldest of too many is forgotten. */
    void add(int partition, String json) {
        BitSet in = partitions.get(json);
        if (in == null) {
            in = new BitSet();
            partitions.put(json, in);
            characters += json.length();
        }
        in.set(partition);
        if (partitions.size() > most) {
            String oldest = partitions.keySet().iterator().next();
            partitions.remove(oldest);
            characters -= oldest.length();
        }
    }

    void clear() {
        partitions.clear();
        characters = 0;
    }

    /** Memory that it takes, bytes, about. */
    long memory() {
        return characters * 2 + (long) NOTICE_BYTES * partitions.size();
    }
}
