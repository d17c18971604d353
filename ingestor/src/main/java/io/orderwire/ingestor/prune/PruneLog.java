package io.orderwire.ingestor.prune;

import io.orderwire.contract.position.HourFile;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Logs the reports of a pruner that runs repeatedly: each deleted file, and each file that was kept for another reason than
 * before. Files that are too young or being written are left out. Not thread-safe.
 */
public final class PruneLog {
    private static final Set<Reason> EXPECTED = Set.of(Reason.FUTURE, Reason.NEWEST, Reason.YOUNG);

    private final Consumer<String> lines;
    private Map<HourFile, Reason> kept = Map.of();
    private Set<String> notes = Set.of();

    /** @param lines receives the lines */
    public PruneLog(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Logs those lines of a report that differ from the previous report. */
    public void log(PruneReport report) {
        Map<HourFile, Reason> now = new TreeMap<>();
        for (Outcome outcome : report.outcomes()) {
            Reason reason = outcome.decision().reason();
            if (reason != null) {
                now.put(outcome.hour(), reason);
            }
            boolean said = reason != null && (EXPECTED.contains(reason) || reason == kept.get(outcome.hour()));
            if (!said) {
                lines.accept(report.line(outcome));
            }
        }
        List<String> newNotes = report.notes();
        newNotes.stream().filter(note -> !notes.contains(note)).forEach(lines);
        if (report.files() > 0) {
            lines.accept(report.total());
        }
        kept = now;
        notes = new HashSet<>(newNotes);
    }
}
