package io.orderwire.benchmarks.attackers;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Subscriptions to {@code orders} by their number, JSON, each with an id and a filter of its own. */
final class Subscriptions {
    /** Values that a list may have. */
    private static final int MOST_VALUES = 1_000;

    private Subscriptions() {}

    private static String orders(long number, String members) {
        return "{\"type\":\"orders\",\"id\":\"a" + number + "\"" + members + "}";
    }

    /** More than any order is worth. */
    static String neverByNotional(long number) {
        return orders(number, ",\"minNotional\":\"" + (9_000_000_000_000_000L + number) + "\"");
    }

    /** Less than any order is worth: all match. */
    static String all(long number) {
        return orders(number, ",\"minNotional\":\"0.0000000" + (1_000_000 + number) + "\"");
    }

    /** All orders, without a filter and without waiting for others. */
    static String unbatched(long number) {
        return orders(number, ",\"batchMs\":0");
    }

    /** The most traded coin, and a status that no order has. */
    static String neverByStatus(long number) {
        return orders(number, ",\"coins\":[\"BTC\"],\"statuses\":[\"none" + number + "\"]");
    }

    /** As many users as a list may have, whom nobody knows. */
    static String strangers(long number) {
        return orders(
                number,
                LongStream.range(number * MOST_VALUES, (number + 1) * MOST_VALUES)
                        .mapToObj(user -> "\"" + WebSocketFrames.address(user) + "\"")
                        .collect(Collectors.joining(",", ",\"users\":[", "]")));
    }

    /** A replay of everything, in which nothing matches. */
    static String replay(long number) {
        return orders(number, ",\"from\":\"earliest\",\"minNotional\":\"" + (9_000_000_000_000_000L + number) + "\"");
    }

    /** Resumes at a cursor. */
    static String behind(long number, String cursor) {
        return orders(number, ",\"from\":{\"cursor\":\"" + cursor + "\"}");
    }
}
