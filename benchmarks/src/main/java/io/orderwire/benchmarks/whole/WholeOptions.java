package io.orderwire.benchmarks.whole;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What is measured.
 *
 * @param search range and steps of the search for the highest rate; with 0 steps its upper end counts as the highest
 * @param seconds how long a rate must be held
 * @param warmUpSeconds load before the first measurement
 * @param rates at which ages are measured, besides half of the highest and the highest
 * @param form how the pipeline runs
 * @param filtered clients with a filter
 * @param file real file to be written in a loop, empty for the simulator
 * @param output what is written beside the table
 */
public record WholeOptions(
        Search search,
        int seconds,
        int warmUpSeconds,
        List<Integer> rates,
        Form form,
        int filtered,
        String file,
        Output output) {
    private static final String NONE = "";

    /** Range of the search, lines a second, and its steps. */
    public record Search(int from, int to, int steps) {}

    /**
     * How the pipeline runs.
     *
     * @param oneJvm everything in one JVM instead of one for each part
     * @param overload {@code latest} or {@code complete}
     * @param records {@code one} order in a record, or {@code many}
     * @param batchMs of the subscriptions; empty for the gateway's default
     * @param touchMib memory that is touched before the load begins
     * @param floorSeconds for how long Kafka alone is measured in each form, 0 for not at all
     */
    public record Form(
            boolean oneJvm, String overload, String records, String batchMs, int touchMib, int floorSeconds) {}

    /** Names of the JSON file and of the picture. */
    public record Output(Path json, Path picture) {}

    /**
     * Reads options as in the usage of {@code bench}.
     *
     * @throws IllegalArgumentException naming an option that is out of its range
     */
    public static WholeOptions of(Map<String, String> given) {
        WholeOptions options = new WholeOptions(
                new Search(number(given, "from", 20_000), number(given, "to", 400_000), number(given, "steps", 6)),
                number(given, "seconds", 60),
                number(given, "warmup", 60),
                rates(given.getOrDefault("rates", "1000,23500")),
                new Form(
                        given.getOrDefault("one-jvm", "false").equals("true"),
                        given.getOrDefault("overload", "latest"),
                        given.getOrDefault("records", "one"),
                        given.getOrDefault("batch", NONE),
                        number(given, "touch", 4_096),
                        number(given, "floor", 20)),
                number(given, "clients", 20),
                given.getOrDefault("file", NONE),
                new Output(
                        Path.of(given.getOrDefault("json", "bench.json")),
                        Path.of(given.getOrDefault("report", "bench.html"))));
        require(options.seconds >= 1, "seconds must be 1 or more");
        require(options.warmUpSeconds >= 1, "warmup must be 1 or more: filters are chosen by what it writes");
        require(List.of("one", "many").contains(options.form.records), "records must be one or many");
        require(options.filtered >= 0, "clients must not be negative");
        if (options.search.steps > 0) {
            options.rateSearch();
        }
        return options;
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        String text = given.getOrDefault(name, String.valueOf(otherwise));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, found " + text, e);
        }
    }

    private static List<Integer> rates(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(rate -> number(Map.of("rates", rate), "rates", 0))
                        .toList();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    RateSearch rateSearch() {
        return new RateSearch(search.from, search.to, search.steps);
    }
}
