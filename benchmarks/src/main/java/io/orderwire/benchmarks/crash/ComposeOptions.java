package io.orderwire.benchmarks.crash;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Options of a run that kills containers of a Compose project.
 *
 * @param form of the project
 * @param kills services to kill, one after the other
 * @param linesPerSecond what the simulator writes
 * @param everyMs time between two kills, and before the first one
 * @param overload {@code latest} or {@code complete}, as the project was started with
 */
public record ComposeOptions(ComposeForm form, List<Part> kills, int linesPerSecond, long everyMs, String overload) {
    /**
     * Reads {@code form}, {@code kill} (parts, comma-separated), {@code rate} (lines a second), {@code every} (ms) and
     * {@code overload}.
     *
     * @throws IllegalArgumentException naming a value out of range
     */
    public static ComposeOptions of(Map<String, String> words) {
        return new ComposeOptions(
                ComposeForm.of(words.getOrDefault("form", "small")),
                Arrays.stream(words.getOrDefault("kill", "broker,parser,gateway")
                                .split(",", -1))
                        .map(word -> Part.valueOf(word.toUpperCase(Locale.ROOT)))
                        .toList(),
                Integer.parseInt(words.getOrDefault("rate", "1000")),
                Long.parseLong(words.getOrDefault("every", "25000")),
                words.getOrDefault("overload", "complete"));
    }

    /** Checks the ranges. */
    public ComposeOptions {
        kills = List.copyOf(kills);
        if (linesPerSecond < 1 || everyMs < 100) {
            throw new IllegalArgumentException("rate or every is too small");
        }
    }
}
