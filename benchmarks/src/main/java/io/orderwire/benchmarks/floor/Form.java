package io.orderwire.benchmarks.floor;

/** What the second station writes. */
public enum Form {
    /** One record for each order, with a key, as the parser does. */
    ORDERS,
    /** One record for each record that it read. */
    BLOCKS
}
