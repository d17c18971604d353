package io.orderwire.benchmarks.attackers;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what happened by its text. Errors whose texts differ in nothing but numbers are counted together, under the first
 * of them. Bounded: what is new once there are {@value #MOST_TEXTS} texts is counted together.
 */
final class Tally {
    /** How the texts of errors begin. */
    static final String ERROR = "error: ";

    private static final int MOST_TEXTS = 24;
    private static final int LONGEST_TEXT = 400;
    private static final String OTHER = "other";

    private final Map<String, Long> counts = new LinkedHashMap<>();

    /** The text under which an error is counted, by that text without its numbers. */
    private final Map<String, String> errors = new HashMap<>();

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
        String text = shortened(what);
        if (text.startsWith(ERROR)) {
            String plain = text.replaceAll("\\d+", "0");
            text = errors.size() < MOST_TEXTS
                    ? errors.computeIfAbsent(plain, first -> shortened(what))
                    : errors.getOrDefault(plain, OTHER);
        }
        counts.merge(counts.containsKey(text) || counts.size() < MOST_TEXTS ? text : OTHER, times, Long::sum);
    }

    private static String shortened(String what) {
        String line = what.replaceAll("\\s+", " ").strip();
        return line.substring(0, Math.min(LONGEST_TEXT, line.length()));
    }

    /** The counts, in the order in which their texts were first seen. */
    Map<String, Long> counts() {
        return new LinkedHashMap<>(counts);
    }
}
