package io.orderwire.benchmarks.attackers;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the benchmark runs.
 *
 * @param scenarios attacks, in turn
 * @param rate lines a second
 * @param phases how long each phase takes
 * @param percent of the connections and subscriptions of each attack
 * @param nice how far the attackers' process yields to the others, 0 to 19
 * @param overload what the pipeline sheds, {@code latest} or {@code complete}
 * @param require what fails a run
 */
record AttackersOptions(
        List<Scenario> scenarios, int rate, Phases phases, int percent, int nice, String overload, Require require) {
    /**
     * How long the phases of a run take.
     *
     * @param seconds of each measured phase, with an attacker and without
     * @param warmUpSeconds of load before the first phase
     * @param rehearsalSeconds of each attack before it is measured, so that Java has compiled what it takes; 0 for none
     */
    record Phases(int seconds, int warmUpSeconds, int rehearsalSeconds) {}

    /** What fails a run. */
    enum Require {
        /** A loss, an honest client that is not served, or ages. */
        ALL,
        /** A loss, or an honest client that is not served. */
        LOSSES,
        /** An event that did not come, or came twice, whenever it was. */
        ACCOUNTS
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException naming a value out of range
     */
    static AttackersOptions of(Map<String, String> words) {
        return new AttackersOptions(
                Scenario.parse(words.getOrDefault("scenarios", "all")),
                number(words, "rate", 23_500, 1, 1_000_000),
                new Phases(
                        number(words, "seconds", 20, 1, 3_600),
                        number(words, "warmup", 60, 1, 3_600),
                        number(words, "rehearsal", 5, 0, 3_600)),
                number(words, "percent", 100, 1, 100),
                number(words, "nice", 10, 0, 19),
                word(words, "overload", List.of("latest", "complete")),
                Require.valueOf(word(words, "require", List.of("all", "losses", "accounts"))
                        .toUpperCase(Locale.ROOT)));
    }

    /** One of those, the first if it is not given. */
    private static String word(Map<String, String> words, String name, List<String> known) {
        String word = words.getOrDefault(name, known.get(0));
        if (!known.contains(word)) {
            throw new IllegalArgumentException(name + " is " + word + ", expected " + String.join(" or ", known));
        }
        return word;
    }

    private static int number(Map<String, String> words, String name, int usual, int least, int most) {
        int value = Integer.parseInt(words.getOrDefault(name, String.valueOf(usual)));
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + least + " to " + most);
        }
        return value;
    }
}
