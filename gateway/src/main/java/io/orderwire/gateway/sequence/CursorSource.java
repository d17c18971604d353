package io.orderwire.gateway.sequence;

/** A client's place in a stream, as text. */
@FunctionalInterface
public interface CursorSource {
    /** The cursor of a frame that holds everything passed on so far, the order at hand included. */
    String cursor();

    /** The cursor of a frame that is sent before the order at hand is added to one. Only while an order is passed on. */
    default String cursorBefore() {
        return cursor();
    }
}
