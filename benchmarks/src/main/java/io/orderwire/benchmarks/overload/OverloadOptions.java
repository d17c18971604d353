package io.orderwire.benchmarks.overload;

import io.orderwire.contract.position.Source;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What an overload run does.
 *
 * @param factor lines written a second, as a multiple of the capacity measured before
 * @param rate lines written a second instead, 0 for the factor
 * @param seconds how long
 * @param warmUpSeconds how long lines are written before anything is measured
 * @param stepSeconds how long each rate is tried when the capacity is measured, 0 to measure none
 * @param clients healthy clients of one coin each, the first of which is measured
 * @param stuck clients that subscribe to all orders and never read
 * @param backlogGib what is written before the load while no ingestor runs, GiB
 * @param apart the load and its clients have a core of their own, and the pipeline the others
 * @param onlyAccounts a run fails for wrong accounts alone, not for its figures
 * @param report where the picture goes
 */
record OverloadOptions(
        double factor,
        int rate,
        int seconds,
        int warmUpSeconds,
        int stepSeconds,
        int clients,
        int stuck,
        int backlogGib,
        boolean apart,
        boolean onlyAccounts,
        Source shape,
        Path report) {
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
                Double.parseDouble(words.getOrDefault("factor", "3")),
                number(words, "rate", 0, 0),
                number(words, "seconds", 300, 10),
                number(words, "warmup", 60, 1),
                number(words, "step", 10, 0),
                number(words, "clients", 1, 1),
                number(words, "stuck", 0, 0),
                number(words, "backlog", 0, 0),
                cores.equals("apart"),
                require.equals("accounts"),
                Source.of(words.getOrDefault("shape", "streaming")),
                Path.of(words.getOrDefault("report", "overload.html")).toAbsolutePath());
    }

    private static int number(Map<String, String> words, String name, int usual, int least) {
        int value = Integer.parseInt(words.getOrDefault(name, String.valueOf(usual)));
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + least + " or more");
        }
        return value;
    }

    /** Checks what depends on each other. */
    OverloadOptions {
        if (factor <= 0) {
            throw new IllegalArgumentException("factor is " + factor + ", expected more than 0");
        }
        if (rate == 0 && stepSeconds == 0) {
            throw new IllegalArgumentException("without a step there is no capacity, and a rate is needed");
        }
    }
}
