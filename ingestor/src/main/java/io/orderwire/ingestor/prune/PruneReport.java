package io.orderwire.ingestor.prune;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The outcome of a prune or of a dry run, with reasons. */
public final class PruneReport {
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

    private final boolean dryRun;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    PruneReport(boolean dryRun) {
        this.dryRun = dryRun;
    }

    void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    /** Adds a line of text that does not concern a single hour file. */
    void note(String text) {
        notes.add(text);
    }

    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Number of files that were deleted, or would be. */
    public long files() {
        return outcomes.stream().filter(outcome -> outcome.decision().deletes()).count();
    }

    /** Length of these files in bytes. */
    public long bytes() {
        return outcomes.stream()
                .filter(outcome -> outcome.decision().deletes())
                .mapToLong(Outcome::bytes)
                .sum();
    }

    /** One line for each file in the order of the hours, then the notes, then the total. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        outcomes.forEach(outcome -> lines.add(line(outcome)));
        lines.addAll(notes);
        lines.add(total());
        return lines;
    }

    String line(Outcome outcome) {
        return outcome.decision().deletes()
                ? (dryRun ? "would delete " : "deleted ") + outcome.hour() + " (" + size(outcome.bytes()) + ")"
                : "kept " + outcome.hour() + ": " + outcome.decision().text();
    }

    String total() {
        long deleted = files();
        long kept = outcomes.size() - deleted;
        long keptBytes = outcomes.stream().mapToLong(Outcome::bytes).sum() - bytes();
        return (dryRun ? "would free " : "freed ") + size(bytes()) + " in " + files(deleted) + ", "
                + (dryRun ? "would keep " : "kept ") + size(keptBytes) + " in " + files(kept);
    }

    private static String files(long count) {
        return count + (count == 1 ? " file" : " files");
    }

    static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS.get(unit));
    }
}
