package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.Position;

/** Where reading begins when there is no checkpoint. */
public sealed interface StartPosition {
    /** After all existing bytes. */
    record End() implements StartPosition {}

    /** At the beginning of the oldest existing file. */
    record Beginning() implements StartPosition {}

    /** At the line that contains a position. */
    record At(Position position) implements StartPosition {}

    /** For people. */
    default String text() {
        return this instanceof At at ? "position " + at.position() : this instanceof Beginning ? "beginning" : "end";
    }

    /**
     * Reads {@code end}, {@code beginning} or a position.
     *
     * @throws IllegalArgumentException naming the text, if it is none of these
     */
    static StartPosition parse(String text) {
        return switch (text) {
            case "end" -> new End();
            case "beginning" -> new Beginning();
            default -> new At(Position.parse(text));
        };
    }
}
