package io.orderwire.benchmarks.scale;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured.
 *
 * @param values of each dimension that grows, ascending
 * @param rate lines a second
 * @param seconds for which each value is measured
 * @param warmUpSeconds load before that in each new pipeline
 * @param json file for the figures
 * @param picture file for the table and the picture
 */
public record ScaleOptions(
        Map<Dimension, List<Integer>> values, int rate, int seconds, int warmUpSeconds, Path json, Path picture) {
    /** What a start of a pipeline takes at most, seconds, on a machine that does nothing else. */
    private static final int START_SECONDS = 15;

    private static final int DRAIN_SECONDS = 4;

    /**
     * Reads options as in the usage of {@code bench}.
     *
     * @throws IllegalArgumentException naming an option that is out of its range
     */
    public static ScaleOptions of(Map<String, String> given) {
        List<String> names =
                Arrays.stream(Dimension.values()).map(Dimension::key).toList();
        List<String> only =
                given.containsKey("only") ? List.of(given.get("only").split(",", -1)) : names;
        for (String name : only) {
            require(names.contains(name), "only must name some of " + String.join(",", names) + ", found " + name);
        }
        Map<Dimension, List<Integer>> values = new LinkedHashMap<>();
        for (Dimension dimension : Dimension.values()) {
            if (only.contains(dimension.key())) {
                String text = given.get(dimension.key());
                values.put(dimension, text == null ? dimension.measured() : values(dimension, text));
            }
        }
        return new ScaleOptions(
                values,
                number("rate", given.getOrDefault("rate", "40000"), 1, 1_000_000),
                number("seconds", given.getOrDefault("seconds", "10"), 1, 3_600),
                number("warmup", given.getOrDefault("warmup", "40"), 1, 3_600),
                Path.of(given.getOrDefault("json", "scale.json")),
                Path.of(given.getOrDefault("report", "scale.html")));
    }

    private static List<Integer> values(Dimension dimension, String text) {
        return Arrays.stream(text.split(",", -1))
                .map(value -> number(dimension.key(), value, 1, dimension.most()))
                .sorted()
                .distinct()
                .toList();
    }

    static int number(String name, String text, int least, int most) {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, found " + text, e);
        }
        require(number >= least && number <= most, name + " must be " + least + " to " + most + ", found " + number);
        return number;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** How long all of it takes, about. */
    long estimateSeconds() {
        long estimate = 0;
        for (Map.Entry<Dimension, List<Integer>> each : values.entrySet()) {
            int count = each.getValue().size();
            int pipelines = each.getKey().isOfClients() ? 1 : count;
            estimate += (long) pipelines * (START_SECONDS + warmUpSeconds + DRAIN_SECONDS)
                    + (long) count * (seconds + DRAIN_SECONDS);
        }
        return estimate;
    }
}
