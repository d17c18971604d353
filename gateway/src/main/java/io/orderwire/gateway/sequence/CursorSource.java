package io.orderwire.gateway.sequence;

/** Makes cursors of a stream. */
@FunctionalInterface
public interface CursorSource {
    /** The cursor of a frame that contains everything passed on so far, including the current order. */
    String cursor();

    /** The cursor of a frame that is sent before the current order. Only while an order is passed on. */
    default String cursorBefore() {
        return cursor();
    }
}
