package io.orderwire.gateway.protocol;

/** Where a subscription to orders begins. */
public sealed interface StartPosition {
    /** With what comes from now on. */
    StartPosition LATEST = new Latest();

    /** With what comes from now on. */
    record Latest() implements StartPosition {}

    /** With the oldest order that the topic still holds. */
    record Earliest() implements StartPosition {}

    /** @param ms with what the ingestor read so long ago, milliseconds */
    record Ago(long ms) implements StartPosition {}

    /** @param cursor after all that the client had then */
    record Behind(Cursor cursor) implements StartPosition {}
}
