package io.orderwire.gateway.sequence;

/** Where a stream stands, as a text for clients. Used by the thread that reads the stream. */
@FunctionalInterface
public interface CursorSource {
    /** The cursor of a frame that holds all up to now, the record at hand included. */
    String cursor();

    /** The cursor of a frame that goes out for the order at hand, and does not hold it. Only while an order is handed out. */
    default String cursorBefore() {
        return cursor();
    }
}
