package io.orderwire.testing.guarantees;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Violations of one kind of a guarantee: counts all and keeps a few. */
final class Findings<T extends Comparable<T>> {
    private static final int NAMED = 10;

    private final String kind;
    private final TreeSet<T> first = new TreeSet<>();
    private long count;

    Findings(String kind) {
        this.kind = kind;
    }

    /** Keeps the smallest findings, which are the first in file order. */
    void add(T finding) {
        count++;
        first.add(finding);
        if (first.size() > NAMED) {
            first.pollLast();
        }
    }

    /** Fails with all kinds that have findings. */
    static void failOnAny(String guarantee, String outOf, List<Findings<?>> findings) {
        String message = findings.stream()
                .filter(found -> found.count > 0)
                .map(Findings::describe)
                .collect(Collectors.joining("; "));
        if (!message.isEmpty()) {
            throw new AssertionError(guarantee + " is broken, of " + outOf + ": " + message);
        }
    }

    private String describe() {
        String named = first.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return count + " " + kind + ": " + named + (count > first.size() ? ", …" : "");
    }
}
