package io.orderwire.ingestor.prune;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The losses that the topics of gaps report, and which hour files they may be in. A file with lost events is their only copy.
 * If a gap does not name its files exactly, all files that it may concern are kept.
 */
final class ReportedLosses {
    /** Largest number of gaps that are remembered. With more gaps, all files are kept. */
    static final int MOST = 100_000;

    /** Largest difference of clocks that is tolerated when the time of a file is compared with that of a gap. */
    private static final long SKEW_MS = Duration.ofHours(1).toMillis();

    /**
     * One loss.
     *
     * @param from first hour, null if it is not known
     * @param to last hour
     * @param exact whether no other hour can be concerned
     * @param toMs time at which the last of the lost data was read
     * @param text description for the report
     */
    private record Loss(@Nullable HourFile from, @Nullable HourFile to, boolean exact, long toMs, String text) {
        boolean mayConcern(HourFile hour) {
            if (from != null && to != null && from.compareTo(hour) <= 0 && hour.compareTo(to) <= 0) {
                return true;
            }
            // Older files may have been read between the files of the range, independent of the time of their last
            // change.
            return !exact && Judge.startMs(hour) <= toMs;
        }
    }

    private final Map<String, Loss> byId = new HashMap<>();
    private long knownFromMs = Long.MIN_VALUE;
    private boolean tooMany;

    /** Sets the time before which reported gaps may have been deleted from their topic, epoch milliseconds. */
    void knownFrom(long ms) {
        knownFromMs = Math.max(knownFromMs, ms);
    }

    /**
     * Adds a record of a topic of gaps. A record that is not a gap counts as a loss of any data before it.
     *
     * @param text the value
     * @param name identifies the record
     */
    void add(String text, String name, long timestampMs) {
        try {
            add(Gap.parse(text));
        } catch (IllegalArgumentException e) {
            put(name, new Loss(null, null, false, timestampMs, name + " cannot be read"));
        }
    }

    private void add(Gap gap) {
        if (gap.where() == Gap.Where.NODE) {
            return;
        }
        Long events = gap.events();
        if (events != null && events == 0) {
            byId.remove(gap.id());
            return;
        }
        String fromPos = gap.fromPos();
        String toPos = gap.toPos();
        // Removes control characters: a writer of the topic must not control the terminal.
        String text = (gap.reason().word() + ", gap " + gap.id()).replaceAll("\\p{Cntrl}", "?");
        if (fromPos == null || toPos == null) {
            put(gap.id(), new Loss(null, null, false, gap.toMs(), text));
            return;
        }
        HourFile from = Position.parse(fromPos).file().firstGeneration();
        HourFile to = Position.parse(toPos).file().firstGeneration();
        HourFile first = from.compareTo(to) <= 0 ? from : to;
        HourFile last = from.compareTo(to) <= 0 ? to : from;
        put(gap.id(), new Loss(first, last, gap.where() == Gap.Where.INGESTOR, gap.toMs(), text));
    }

    private void put(String id, Loss loss) {
        if (byId.size() < MOST || byId.containsKey(id)) {
            byId.put(id, loss);
        } else {
            tooMany = true;
        }
    }

    /** Keeps a file with events that were lost. */
    PruneDecision judge(FoundFile file) {
        if (tooMany) {
            return PruneDecision.keep(
                    Reason.LOST, "more than " + MOST + " gaps: which of them are in this file is not known");
        }
        if (knownFromMs != Long.MIN_VALUE && Judge.startMs(file.hour()) - SKEW_MS < knownFromMs) {
            return PruneDecision.keep(
                    Reason.LOST,
                    "gaps of that time are no longer kept in Kafka: whether events of it were lost is not known");
        }
        for (Loss loss : byId.values()) {
            if (loss.mayConcern(file.hour())) {
                boolean certain =
                        loss.exact() || loss.from() != null && loss.from().equals(file.hour());
                return PruneDecision.keep(
                        Reason.LOST,
                        "events of it " + (certain ? "" : "may ") + "have been lost (" + loss.text()
                                + "): its bytes are the only copy of them");
            }
        }
        return PruneDecision.DELETE;
    }
}
