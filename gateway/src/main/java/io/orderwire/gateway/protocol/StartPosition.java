package io.orderwire.gateway.protocol;

/** Where a subscription to orders begins. */
public sealed interface StartPosition {
    /** New events only. */
    StartPosition LATEST = new Latest();

    /** New events only. */
    record Latest() implements StartPosition {}

    /** The oldest order in the topic. */
    record Earliest() implements StartPosition {}

    /** @param ms begins with the orders that the ingestor read this many milliseconds ago */
    record Ago(long ms) implements StartPosition {}

    /** @param cursor begins after the events that it covers */
    record After(Cursor cursor) implements StartPosition {}
}
