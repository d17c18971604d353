package io.orderwire.benchmarks.crash;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long kills kept one reader waiting. After each kill: its longest silence until the next kill, and the time until it
 * was fresh again, that is, had an order of every partition that was written after the kill. That time is left out if the
 * reader was not fresh at the kill or at the next one, because it is then not the effect of one kill.
 */
final class ReaderWaits {
    /** After the kills of one part, milliseconds. */
    private static final class Figures {
        private final List<Long> silences = new ArrayList<>();
        private final List<Long> freshAfter = new ArrayList<>();
    }

    private final String name;
    private final long[] newestMs;
    private final Map<Part, Figures> figures = new EnumMap<>(Part.class);
    private @Nullable Part victim;
    private long killedMs;
    private long arrivedMs;
    private long silenceMs;
    private boolean fresh = true;
    private boolean measurable;

    ReaderWaits(String name, int partitions) {
        this.name = name;
        this.newestMs = new long[partitions];
    }

    String name() {
        return name;
    }

    void killed(Part part, long nowMs) {
        endWindow(nowMs);
        victim = part;
        killedMs = nowMs;
        silenceMs = 0;
        measurable = fresh;
        fresh = false;
    }

    /** The time for the last kill's figures is over. */
    void endWindow(long nowMs) {
        if (victim != null) {
            of(victim).silences.add(Math.max(silenceMs, nowMs - Math.max(arrivedMs, killedMs)));
            victim = null;
        }
    }

    void saw(int partition, long writtenMs, long nowMs) {
        silenceMs = Math.max(silenceMs, arrivedMs == 0 ? 0 : nowMs - arrivedMs);
        arrivedMs = nowMs;
        newestMs[partition] = Math.max(newestMs[partition], writtenMs);
        if (!fresh && isFreshSince(killedMs)) {
            fresh = true;
            if (measurable && victim != null) {
                of(victim).freshAfter.add(nowMs - killedMs);
            }
        }
    }

    private boolean isFreshSince(long ms) {
        for (long newest : newestMs) {
            if (newest < ms) {
                return false;
            }
        }
        return true;
    }

    private Figures of(Part part) {
        return figures.computeIfAbsent(part, key -> new Figures());
    }

    /** A line of the table. */
    String line(Part part) {
        Figures found = of(part);
        return String.format(
                Locale.ROOT,
                "  %-9s %6d  %-10s %s   %s",
                part.word(),
                found.silences.size(),
                name,
                columns(found.silences),
                columns(found.freshAfter));
    }

    static String headings() {
        return String.format(
                Locale.ROOT,
                "  %-9s %6s  %-10s %-26s   %-26s%n  %-9s %6s  %-10s %8s %8s %8s   %8s %8s %8s",
                "",
                "",
                "",
                "longest silence",
                "fresh again",
                "killed",
                "times",
                "reader",
                "measured",
                "p50 ms",
                "max ms",
                "measured",
                "p50 ms",
                "max ms");
    }

    private static String columns(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        int count = sorted.size();
        return String.format(
                Locale.ROOT,
                "%8d %8s %8s",
                count,
                count == 0 ? "-" : sorted.get(count / 2),
                count == 0 ? "-" : sorted.get(count - 1));
    }
}
