package io.orderwire.benchmarks.crash;

import io.orderwire.contract.position.Source;
import java.util.Map;
import java.util.Set;

/**
 * What a crash run does.
 *
 * @param kills SIGKILLs in all
 * @param linesPerSecond what the simulator writes
 * @param everyMs time between two kills, on average
 * @param overload {@code latest} or {@code complete}, of every process
 * @param source shape of the node's files
 * @param seed what the victims, the moments and the lines are drawn from
 */
public record CrashOptions(int kills, int linesPerSecond, long everyMs, String overload, Source source, long seed) {
    /**
     * Reads {@code kills}, {@code rate} (lines a second), {@code every} (ms), {@code overload}, {@code shape} and
     * {@code seed}.
     *
     * @throws IllegalArgumentException naming a value out of range
     */
    public static CrashOptions of(Map<String, String> words) {
        return new CrashOptions(
                Integer.parseInt(words.getOrDefault("kills", "10")),
                Integer.parseInt(words.getOrDefault("rate", "20000")),
                Long.parseLong(words.getOrDefault("every", "5000")),
                words.getOrDefault("overload", "complete"),
                Source.of(words.getOrDefault("shape", "streaming")),
                Long.parseLong(words.getOrDefault("seed", String.valueOf(System.nanoTime()))));
    }

    /** Checks the ranges. */
    public CrashOptions {
        if (kills < 0 || linesPerSecond < 1 || everyMs < 100) {
            throw new IllegalArgumentException("kills, rate or every is too small");
        }
        if (!Set.of("latest", "complete").contains(overload)) {
            throw new IllegalArgumentException("overload is " + overload + ", expected latest or complete");
        }
    }
}
