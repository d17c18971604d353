package io.orderwire.contract.position;

import java.util.Comparator;

/**
 * Where an event stands in the node's files. Comparable within one file; late files and late appends mean that
 * positions in a partition need not rise.
 *
 * @param file the hour file and its generation
 * @param offset byte where the event's line begins, or in by-block files the event's own brace
 */
public record Position(HourFile file, long offset) implements Comparable<Position> {
    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::file).thenComparingLong(Position::offset);

    public Position {
        if (offset < 0) {
            throw new IllegalArgumentException("no position: byte " + offset);
        }
    }

    /**
     * Reads {@code 20260505/17@1234567} or {@code 20260505/17~1@1234567}.
     *
     * @throws IllegalArgumentException naming the text, when it is something else
     */
    public static Position parse(String text) {
        int at = text.indexOf('@');
        try {
            if (at < 0) {
                throw new NumberFormatException(text);
            }
            return new Position(HourFile.parse(text.substring(0, at)), Long.parseLong(text, at + 1, text.length(), 10));
        } catch (IllegalArgumentException expected) {
            throw new IllegalArgumentException("not a position (yyyymmdd/hour[~generation]@byte): " + text);
        }
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return file + "@" + offset;
    }
}
