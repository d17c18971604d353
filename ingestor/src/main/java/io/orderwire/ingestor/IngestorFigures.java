package io.orderwire.ingestor;

import io.orderwire.ingestor.partition.Totals;
import io.orderwire.ingestor.recover.IngestorState;
import io.orderwire.ingestor.tail.Tailer;
import io.orderwire.runtime.figures.Figures;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stats of an ingestor: those of its last committed state, and the lag and age that its tailer measures. */
final class IngestorFigures {
    private IngestorFigures() {}

    static Map<String, Long> of(@Nullable IngestorState committed, @Nullable Tailer tailer) {
        Map<String, Long> values = new HashMap<>();
        if (committed != null) {
            Totals totals = committed.totals();
            values.put(Figures.FOUND, totals.found());
            values.put(Figures.SKIPPED, totals.skipped());
            values.put(Figures.DUPLICATES, totals.duplicates());
            values.put(Figures.LINES_READ, totals.linesRead());
            values.put(Figures.LINES_EMPTY, totals.linesEmpty());
            values.put(Figures.GAPS_UNCOUNTED, (long) committed.jumps().size());
            values.put(Figures.GAPS_VANISHED, totals.vanished());
            values.put(Figures.BLOCKS_MISSING, committed.sequence().blocksMissing());
            values.put(Figures.REWINDS, committed.sequence().rewinds());
            values.put(Figures.GUESSED, committed.origin().guessed());
            long[] next = committed.nextSeq();
            for (int partition = 0; partition < next.length; partition++) {
                values.put(Figures.of(Figures.SEQ, partition), next[partition] - 1);
            }
        }
        if (tailer != null) {
            values.put(Figures.BEHIND_BYTES, tailer.behindBytes());
            values.put(Figures.AGE_MS, tailer.ageMs());
        }
        return values;
    }
}
