package io.orderwire.ingestor;

import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.partition.Totals;
import io.orderwire.ingestor.tail.Tailer;
import io.orderwire.runtime.stats.StatsNames;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stats of an ingestor: those of its last committed state, and the lag and age that its tailer measures. */
final class IngestorStats {
    private IngestorStats() {}

    static Map<String, Long> of(@Nullable IngestorState committed, @Nullable Tailer tailer) {
        Map<String, Long> values = new HashMap<>();
        if (committed != null) {
            Totals totals = committed.totals();
            values.put(StatsNames.FOUND, totals.found());
            values.put(StatsNames.SKIPPED, totals.skipped());
            values.put(StatsNames.DUPLICATES, totals.duplicates());
            values.put(StatsNames.LINES_READ, totals.linesRead());
            values.put(StatsNames.LINES_EMPTY, totals.linesEmpty());
            values.put(StatsNames.GAPS_UNCOUNTED, (long) committed.uncounted().size());
            values.put(StatsNames.GAPS_VANISHED, totals.vanished());
            values.put(StatsNames.BLOCKS_MISSING, committed.sequence().counts().blocksMissing());
            values.put(StatsNames.REWINDS, committed.sequence().counts().rewinds());
            values.put(StatsNames.GUESSED, committed.origin().guessed());
            long[] next = committed.nextSeq();
            for (int partition = 0; partition < next.length; partition++) {
                values.put(StatsNames.of(StatsNames.SEQ, partition), next[partition] - 1);
            }
        }
        if (tailer != null) {
            values.put(StatsNames.BEHIND_BYTES, tailer.behindBytes());
            values.put(StatsNames.AGE_MS, tailer.ageMs());
        }
        return values;
    }
}
