package io.orderwire.benchmarks.scale;

import java.util.List;
import java.util.Locale;

/** Something that grows while all else stays as it is. */
enum Dimension {
    /** Of the raw topic and of the topic of orders. */
    PARTITIONS(8, 1_024, 1, 2, 4, 8, 16, 32),
    /** WebSocket clients besides the one of all orders; they share 200 filters that match some orders each. */
    CLIENTS(0, 5_000, 1, 10, 100, 1_000, 2_000),
    /** Filters that no order matches, each of a client of its own. */
    FILTERS(0, 5_000, 1, 10, 100, 1_000, 2_000),
    /** Users in the lines. */
    USERS(10_000, 1_000_000, 100, 1_000, 10_000, 100_000, 1_000_000),
    /** Bytes of a line; 0 for lines as the simulator writes them. */
    LENGTH(0, 32_000, 650, 1_000, 2_000, 4_000);

    private final int base;
    private final int most;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Integer> values;

    Dimension(int base, int most, Integer... values) {
        this.base = base;
        this.most = most;
        this.values = List.of(values);
    }

    /** What it is while something else grows. */
    int base() {
        return base;
    }

    /** Highest value that can be measured. */
    int most() {
        return most;
    }

    /** Values that are measured unless others are given. */
    List<Integer> measured() {
        return values;
    }

    /** The name of its key. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether all values are measured with one pipeline, which clients join and leave. */
    boolean isOfClients() {
        return this == CLIENTS || this == FILTERS;
    }
}
