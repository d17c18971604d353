package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.Position;

/** Where reading begins when there is no checkpoint. */
public sealed interface StartPosition {
    /** After all that is there. */
    record End() implements StartPosition {}

    /** With the oldest file that is there. */
    record Beginning() implements StartPosition {}

    /** With the line that holds a position. */
    record At(Position position) implements StartPosition {}

    /** For people. */
    default String text() {
        return this instanceof At at ? "position " + at.position() : this instanceof Beginning ? "beginning" : "end";
    }

    /**
     * Reads {@code end}, {@code beginning} or a position.
     *
     * @throws IllegalArgumentException naming the text, when it is none of these
     */
    static StartPosition parse(String text) {
        return switch (text) {
            case "end" -> new End();
            case "beginning" -> new Beginning();
            default -> new At(Position.parse(text));
        };
    }
}
