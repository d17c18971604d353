package io.orderwire.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The benchmarks, and the keys that each of them knows. */
enum Benchmark {
    WHOLE("from to steps seconds warmup rates one-jvm overload records batch touch floor clients file json report"),
    LATENCY("rates seconds shape"),
    CAPACITY("rates seconds jvms warmup records shape"),
    CRASH("kills rate every overload shape seed"),
    COMPOSE("form kill rate every overload"),
    OVERLOAD("factor rate seconds warmup step clients stuck backlog cores require shape report"),
    FANOUT("clients firehoses filters rate seconds warmup compressed shape"),
    REPLAY("clients coin rate seconds limit shape"),
    ATTACKERS("scenarios rate seconds warmup percent nice overload require"),
    PEERS("compare lines rates ingest-seconds watch-rates age-rate clients fanout-rate seconds warmup overload"),
    IDLE("seconds"),
    BESIDE("rate seconds warmup runs bounded"),
    TAKEOVER("kills rate brokers"),
    SCALE("only partitions clients filters users length rate seconds warmup json report"),
    QUOTAS("share parsers seconds warmup fill rate compilers"),
    /** Its words are JMH's own. */
    MICRO("");

    /** An option that may stand alone. */
    private static final String FLAG = "--one-jvm";

    private final String keys;

    Benchmark(String keys) {
        this.keys = keys;
    }

    /** Whether a command line begins with an option and not with a name: then it is for {@link #WHOLE}. */
    static boolean isUnnamed(List<String> words) {
        return words.isEmpty() || words.get(0).startsWith("--") || words.get(0).indexOf('=') > 0;
    }

    /** The benchmark of that name on the command line. */
    static Optional<Benchmark> of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /**
     * Reads {@code key=value}, {@code --key=value} or {@code --key value}.
     *
     * @throws IllegalArgumentException naming a word that is neither, or keys that this benchmark does not know
     */
    Map<String, String> options(List<String> words) {
        Map<String, String> options = new TreeMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String plain = word.startsWith("--") ? word.substring(2) : word;
            int equals = plain.indexOf('=');
            if (word.equals(FLAG)) {
                options.put(plain, "true");
            } else if (equals > 0) {
                options.put(plain.substring(0, equals), plain.substring(equals + 1));
            } else if (word.startsWith("--") && i + 1 < words.size()) {
                options.put(plain, words.get(++i));
            } else {
                throw new IllegalArgumentException("neither key=value nor --key value: " + word);
            }
        }
        Set<String> unknown = new TreeSet<>(options.keySet());
        unknown.removeAll(List.of(keys.split(" ", -1)));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown: " + String.join(", ", unknown) + "; expected some of: " + keys);
        }
        return options;
    }
}
