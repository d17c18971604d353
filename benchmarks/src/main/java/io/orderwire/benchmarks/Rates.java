package io.orderwire.benchmarks;

import java.util.List;
import java.util.regex.Pattern;

/** A list of rates, lines a second. */
final class Rates {
    private static final Pattern COMMA = Pattern.compile(",");

    private Rates() {}

    static List<Integer> parse(String text) {
        return COMMA.splitAsStream(text).map(Integer::valueOf).toList();
    }
}
