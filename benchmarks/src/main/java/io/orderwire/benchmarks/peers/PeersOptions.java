package io.orderwire.benchmarks.peers;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What is compared.
 *
 * @param comparisons which of them run
 * @param ingest into Kafka
 * @param watch from file to one client
 * @param fanout from one stream to many clients
 * @param seconds how long each rate of the others is written
 * @param warmUpSeconds load before a pipeline or a server is measured
 * @param overload of the pipeline, {@code latest} or {@code complete}
 */
public record PeersOptions(
        Set<Comparison> comparisons,
        Ingest ingest,
        Watch watch,
        Fanout fanout,
        int seconds,
        int warmUpSeconds,
        String overload) {
    private static final int MOST_LINES = 10_000_000;
    private static final int MOST_CLIENTS = 2_000;
    private static final int MOST_INGEST_SECONDS = 60;
    private static final int MOST_SECONDS = 600;
    private static final int MOST_RATE = 1_000_000;

    /** The comparisons. */
    public enum Comparison {
        INGEST,
        WATCH,
        FANOUT
    }

    /**
     * Lines into Kafka.
     *
     * @param lines in the file before the process starts
     * @param rates at which more are written then, ascending, until one is not kept
     * @param seconds how long each of them is written
     */
    public record Ingest(int lines, List<Integer> rates, int seconds) {
        /** Lines of all rates, and those that are appended at once. */
        long appended() {
            return lines
                    + seconds * rates.stream().mapToLong(Integer::longValue).sum();
        }
    }

    /**
     * Lines to one client.
     *
     * @param rates at which lines are written, ascending, until one is not held
     * @param ageRate at which ages are measured
     */
    public record Watch(List<Integer> rates, int ageRate) {}

    /** Lines a second to each of several clients. */
    public record Fanout(int clients, int rate) {}

    /**
     * Reads options as in the usage of {@code bench}.
     *
     * @throws IllegalArgumentException naming an option that is out of its range
     */
    public static PeersOptions of(Map<String, String> given) {
        String overload = given.getOrDefault("overload", "latest");
        if (!overload.equals("latest") && !overload.equals("complete")) {
            throw new IllegalArgumentException("overload must be latest or complete, found " + overload);
        }
        PeersOptions options = new PeersOptions(
                comparisons(given.getOrDefault("compare", "ingest,watch,fanout")),
                new Ingest(
                        number(given, "lines", 1_000_000, 1, MOST_LINES),
                        rates(given, "rates", "50000,100000,200000,400000"),
                        number(given, "ingest-seconds", 5, 1, MOST_INGEST_SECONDS)),
                new Watch(
                        rates(given, "watch-rates", "5000,10000,20000,40000,80000,120000,160000"),
                        number(given, "age-rate", 5_000, 1, MOST_RATE)),
                new Fanout(
                        number(given, "clients", 200, 1, MOST_CLIENTS),
                        number(given, "fanout-rate", 1_000, 1, MOST_RATE)),
                number(given, "seconds", 10, 1, MOST_SECONDS),
                number(given, "warmup", 20, 0, MOST_SECONDS),
                overload);
        // The file of the ingestors has all of them, about 600 bytes each.
        if (options.ingest.lines + options.ingest.appended() > MOST_LINES) {
            throw new IllegalArgumentException("twice the lines and ingest-seconds times all rates must be "
                    + MOST_LINES + " together at most, found " + (options.ingest.lines + options.ingest.appended()));
        }
        return options;
    }

    private static Set<Comparison> comparisons(String text) {
        Set<Comparison> comparisons = EnumSet.noneOf(Comparison.class);
        for (String name : text.split(",", -1)) {
            comparisons.add(Arrays.stream(Comparison.values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "compare must be some of ingest,watch,fanout; found " + text)));
        }
        return comparisons;
    }

    private static List<Integer> rates(Map<String, String> given, String name, String otherwise) {
        String text = given.getOrDefault(name, otherwise);
        List<Integer> rates = Arrays.stream(text.split(",", -1))
                .map(rate -> number(Map.of(name, rate), name, 0, 1, MOST_RATE))
                .toList();
        for (int i = 1; i < rates.size(); i++) {
            if (rates.get(i) <= rates.get(i - 1)) {
                throw new IllegalArgumentException(name + " must ascend, found " + text);
            }
        }
        return rates;
    }

    private static int number(Map<String, String> given, String name, int otherwise, int least, int most) {
        String text = given.getOrDefault(name, String.valueOf(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException expected) {
            // Reported as one that is out of range.
        }
        throw new IllegalArgumentException(
                name + " must be a whole number from " + least + " to " + most + ", found " + text);
    }
}
