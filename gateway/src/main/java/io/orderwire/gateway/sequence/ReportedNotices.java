package io.orderwire.gateway.sequence;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reported losses without sequences. They are identified by their texts, and each is reported once in each partition. The
 * last ones are remembered.
 */
final class ReportedNotices {
    /** Approximate memory of a remembered notice without its text, bytes. */
    private static final int NOTICE_BYTES = 200;

    private final int most;
    private final Map<String, BitSet> partitions = new LinkedHashMap<>();
    private long characters;

    /** @param most maximum number of remembered notices */
    ReportedNotices(int most) {
        this.most = most;
    }

    /** Returns true if a notice was reported in a partition. */
    boolean contains(int partition, String json) {
        BitSet in = partitions.get(json);
        return in != null && in.get(partition);
    }

    /** Remembers that a notice was reported in a partition; forgets the oldest if there are too many. */
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

    /** Approximate memory, bytes. */
    long memory() {
        return characters * 2 + (long) NOTICE_BYTES * partitions.size();
    }
}
