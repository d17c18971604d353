package io.orderwire.contract.position;

import java.util.Comparator;

/**
 * The place of an event in the node's files. Positions are comparable within one file only. In a partition they do not always
 * increase, because files and appended bytes may be late.
 *
 * @param file the hour file and its generation
 * @param offset byte offset at which the event's line begins; in by-block files, at which the event itself begins
 */
public record Position(HourFile file, long offset) implements Comparable<Position> {
    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::file).thenComparingLong(Position::offset);

    public Position {
        if (offset < 0) {
            throw new IllegalArgumentException("not a position: byte " + offset);
        }
    }

    /**
     * Reads {@code 20260505/17@1234567} or {@code 20260505/17~1@1234567}.
     *
     * @throws IllegalArgumentException naming the text, if it does not have this form
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
