package io.orderwire.benchmarks.attackers;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what happened by its text. Bounded: what is new once there are {@value #MOST_TEXTS} texts is counted together. */
final class Tally {
    private static final int MOST_TEXTS = 24;
    private static final int LONGEST_TEXT = 240;
    private static final String OTHER = "other";

    private final Map<String, Long> counts = new LinkedHashMap<>();

    /** Counts one. */
    void count(String what) {
        count(what, 1);
    }

    /** Counts several. */
    void count(String what, long times) {
        // Most are known already, and cost their caller nothing else.
        if (counts.computeIfPresent(what, (text, count) -> count + times) != null) {
            return;
        }
        String line = what.replaceAll("\\s+", " ").strip();
        String text = line.substring(0, Math.min(LONGEST_TEXT, line.length()));
        counts.merge(counts.containsKey(text) || counts.size() < MOST_TEXTS ? text : OTHER, times, Long::sum);
    }

    /** The counts, in the order in which their texts were first seen. */
    Map<String, Long> counts() {
        return new LinkedHashMap<>(counts);
    }
}
