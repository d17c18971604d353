package io.orderwire.benchmarks.overload;

import io.orderwire.contract.position.Source;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What an overload run does.
 *
 * @param shape how lines look
 * @param load how fast lines are written, and for how long
 * @param warmUpSeconds how long lines are written before anything is measured
 * @param backlogGib size of the files written before the load while no ingestor runs, GiB
 * @param clients who reads
 * @param apart the load and its clients have a core of their own, and the pipeline the others
 * @param onlyAccounts a run fails for wrong accounts alone, not for its figures
 * @param report where the picture goes
 */
record OverloadOptions(
        Source shape,
        LoadRate load,
        int warmUpSeconds,
        int backlogGib,
        Readers clients,
        boolean apart,
        boolean onlyAccounts,
        Path report) {
    /**
     * How fast lines are written, and for how long.
     *
     * @param factor lines written a second, as a multiple of the capacity measured before
     * @param rate lines written a second instead, 0 for the factor
     * @param seconds how long
     * @param stepSeconds how long each rate is tried when the capacity is measured, 0 to measure none
     */
    record LoadRate(double factor, int rate, int seconds, int stepSeconds) {
        /** Checks what depends on each other. */
        LoadRate {
            if (factor <= 0) {
                throw new IllegalArgumentException("factor is " + factor + ", expected more than 0");
            }
            if (rate == 0 && stepSeconds == 0) {
                throw new IllegalArgumentException(
                        "rate is 0 and step is 0, expected a rate above 0, because only steps measure the capacity");
            }
        }

        /** Lines a second if the capacity is {@code capacity} orders a second. */
        double of(double capacity) {
            return rate > 0 ? rate : factor * capacity;
        }
    }

    /**
     * The clients of a run.
     *
     * @param healthy clients of one coin each, the first of which is measured
     * @param stuck clients that subscribe to all orders and never read
     */
    record Readers(int healthy, int stuck) {}

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException naming a value out of range
     */
    static OverloadOptions of(Map<String, String> words) {
        String require = words.getOrDefault("require", "all");
        if (!Set.of("all", "accounts").contains(require)) {
            throw new IllegalArgumentException("require is " + require + ", expected all or accounts");
        }
        String cores = words.getOrDefault("cores", "apart");
        if (!Set.of("apart", "shared").contains(cores)) {
            throw new IllegalArgumentException("cores is " + cores + ", expected apart or shared");
        }
        return new OverloadOptions(
                Source.of(words.getOrDefault("shape", "streaming")),
                new LoadRate(
                        Double.parseDouble(words.getOrDefault("factor", "3")),
                        number(words, "rate", 0, 0),
                        number(words, "seconds", 300, 10),
                        number(words, "step", 10, 0)),
                number(words, "warmup", 60, 1),
                number(words, "backlog", 0, 0),
                new Readers(number(words, "clients", 1, 1), number(words, "stuck", 0, 0)),
                cores.equals("apart"),
                require.equals("accounts"),
                Path.of(words.getOrDefault("report", "overload.html")).toAbsolutePath());
    }

    private static int number(Map<String, String> words, String name, int usual, int least) {
        int value = Integer.parseInt(words.getOrDefault(name, String.valueOf(usual)));
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + least + " or more");
        }
        return value;
    }
}
