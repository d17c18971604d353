package io.orderwire.gateway.hub;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where losses were reported. One that touches all partitions comes in each of them at about the same time: a group
 * reports it once, at its first place since somebody joined.
 */
final class ReportedGaps {
    private static final int REMEMBERED = 1_024;

    private final int partitions;
    private final Map<String, long[]> reports = new LinkedHashMap<>();
    private long number;

    ReportedGaps(int partitions) {
        this.partitions = partitions;
    }

    /** A number above those of all reports up to now. */
    long next() {
        return ++number;
    }

    /** The numbers of its earlier reports by partition, 0 where there was none; from now on it is reported there too. */
    long[] report(String json, int partition) {
        long[] known = reports.computeIfAbsent(json, absent -> new long[partitions]);
        long[] earlier = known.clone();
        known[partition] = next();
        if (reports.size() > REMEMBERED) {
            reports.remove(reports.keySet().iterator().next());
        }
        return earlier;
    }

    /** Whether none of the earlier reports reached the group as it is now. */
    static boolean isNew(long[] earlier, SharedSubscription group) {
        for (int partition = 0; partition < earlier.length; partition++) {
            if (earlier[partition] > group.joinedAt() && group.isTouchedBy(partition)) {
                return false;
            }
        }
        return true;
    }
}
