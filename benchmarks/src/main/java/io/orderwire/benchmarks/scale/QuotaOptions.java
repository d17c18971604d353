package io.orderwire.benchmarks.scale;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What is measured.
 *
 * @param share of a core that each parser has
 * @param parsers numbers of them, descending
 * @param seconds for which each number is measured
 * @param warmUpSeconds load without quotas before
 * @param fillSeconds for how long lines are written, as fast as it goes, that parsers read afterwards
 * @param compilers options of the parsers' JVMs that choose their compilers
 * @param rate lines a second while parsers have no quotas
 */
public record QuotaOptions(
        double share,
        List<Integer> parsers,
        int seconds,
        int warmUpSeconds,
        int fillSeconds,
        List<String> compilers,
        int rate) {
    private static final int START_SECONDS = 25;
    private static final int SETTLE_SECONDS = 10;
    private static final int MOST_PARSERS = 8;
    private static final double LEAST_SHARE = 0.05;

    /**
     * Reads options as in the usage of {@code bench}.
     *
     * @throws IllegalArgumentException naming an option that is out of its range
     */
    public static QuotaOptions of(Map<String, String> given) {
        return new QuotaOptions(
                share(given.getOrDefault("share", "0.2")),
                Arrays.stream(given.getOrDefault("parsers", "1,2,4").split(",", -1))
                        .map(count -> ScaleOptions.number("parsers", count, 1, MOST_PARSERS))
                        .distinct()
                        .sorted(Comparator.reverseOrder())
                        .toList(),
                ScaleOptions.number("seconds", given.getOrDefault("seconds", "10"), 1, 3_600),
                ScaleOptions.number("warmup", given.getOrDefault("warmup", "30"), 1, 3_600),
                ScaleOptions.number("fill", given.getOrDefault("fill", "20"), 1, 3_600),
                compilers(given.getOrDefault("compilers", "quick")),
                ScaleOptions.number("rate", given.getOrDefault("rate", "60000"), 100, 1_000_000));
    }

    private static List<String> compilers(String text) {
        return switch (text) {
            case "quick" -> List.of("-XX:TieredStopAtLevel=1");
            case "both" -> List.of();
            default -> throw new IllegalArgumentException("compilers must be quick or both, found " + text);
        };
    }

    private static double share(String text) {
        double share;
        try {
            share = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("share must be a number, found " + text, e);
        }
        if (!(share >= LEAST_SHARE && share <= 1)) {
            throw new IllegalArgumentException("share must be " + LEAST_SHARE + " to 1 core, found " + text);
        }
        return share;
    }

    /** How long all of it takes, about. */
    long estimateSeconds() {
        return START_SECONDS
                + warmUpSeconds
                + 2L * seconds
                + fillSeconds
                + (long) parsers.size() * (SETTLE_SECONDS + seconds);
    }
}
