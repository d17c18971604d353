package io.orderwire.gateway.hub;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers where losses were reported. A loss in all partitions is read in each of them at about the same time; a shared
 * subscription reports it once, at the first place after the newest subscriber joined.
 */
final class ReportedGaps {
    private static final int REMEMBERED = 1_024;

    private final int partitions;
    private final Map<String, long[]> reports = new LinkedHashMap<>();
    private long number;

    ReportedGaps(int partitions) {
        this.partitions = partitions;
    }

    /** Returns a number that is higher than those of all earlier reports. */
    long next() {
        return ++number;
    }

    /**
     * Records a report of a loss in a partition; returns the numbers of its earlier reports by partition, 0 where there is
     * none.
     */
    long[] report(String json, int partition) {
        long[] known = reports.computeIfAbsent(json, absent -> new long[partitions]);
        long[] earlier = known.clone();
        known[partition] = next();
        if (reports.size() > REMEMBERED) {
            reports.remove(reports.keySet().iterator().next());
        }
        return earlier;
    }

    /** Returns true if none of the earlier reports reached all present subscribers of {@code group}. */
    static boolean isNew(long[] earlier, SharedSubscription group) {
        for (int partition = 0; partition < earlier.length; partition++) {
            if (earlier[partition] > group.joinedAt() && group.isTouchedBy(partition)) {
                return false;
            }
        }
        return true;
    }
}
