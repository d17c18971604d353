package io.orderwire.benchmarks.attackers;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the benchmark runs.
 *
 * @param scenarios attacks, in turn
 * @param rate lines a second
 * @param seconds of each phase, with an attacker and without
 * @param warmUpSeconds of load before the first phase
 * @param percent of the connections and subscriptions of each attack
 * @param nice how far the attackers' process yields to the others, 0 to 19
 * @param onlyLosses a run fails for a loss or a client that was refused alone, not for its ages
 */
record AttackersOptions(
        List<Scenario> scenarios, int rate, int seconds, int warmUpSeconds, int percent, int nice, boolean onlyLosses) {
    /**
     * Reads them.
     *
     * @throws IllegalArgumentException naming a value out of range
     */
    static AttackersOptions of(Map<String, String> words) {
        String require = words.getOrDefault("require", "all");
        if (!Set.of("all", "losses").contains(require)) {
            throw new IllegalArgumentException("require is " + require + ", expected all or losses");
        }
        return new AttackersOptions(
                Scenario.parse(words.getOrDefault("scenarios", "all")),
                number(words, "rate", 23_500, 1, 1_000_000),
                number(words, "seconds", 20, 1, 3_600),
                number(words, "warmup", 60, 1, 3_600),
                number(words, "percent", 100, 1, 100),
                number(words, "nice", 10, 0, 19),
                require.equals("losses"));
    }

    private static int number(Map<String, String> words, String name, int usual, int least, int most) {
        int value = Integer.parseInt(words.getOrDefault(name, String.valueOf(usual)));
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + least + " to " + most);
        }
        return value;
    }
}
