package io.orderwire.ingestor.split;

import io.orderwire.contract.order.LineReader;

/**
 * Recognizes lines that differ from an earlier one only in their scalar values, so that they become the same kind of piece. Most
 * lines of a node do; they are compared with the earlier line's other bytes instead of being scanned. The result is the same: a {@link
 * Marker} cannot begin in a value without escapes, lines in which one begins elsewhere are not learned, and all lines are too short for
 * any of the {@link Limits}. Not thread-safe.
 */
final class UsualLines {
    private final int longest;
    private final Marker marker;
    private final Piece piece;
    private final LineReader reader = new LineReader();

    UsualLines(Limits limits, Marker marker, Piece piece) {
        this.longest = Math.min(Limits.LONGEST_HEAD, limits.maxEventBytes());
        this.marker = marker;
        this.piece = piece;
    }

    /**
     * Describes the piece that the line {@code [from, lineFeed)} is, which begins at {@code position} of its file; false if the line
     * has to be scanned.
     */
    boolean read(byte[] bytes, int from, int lineFeed, long position) {
        if (lineFeed - from > longest || !reader.readShaped(bytes, from, lineFeed)) {
            return false;
        }
        boolean bare = reader.eventFrom() == from;
        piece.passes(
                        bare ? Piece.Kind.EVENT : Piece.Kind.LINE,
                        bytes,
                        from,
                        bare ? reader.eventTo() : lineFeed,
                        position,
                        reader.user())
                .then(lineFeed, State.LINE);
        return true;
    }

    /** Learns from a line that was scanned, if the piece is what {@link #read} would describe. */
    void learn(byte[] bytes, int from, int lineFeed) {
        boolean whole = piece.from() == from
                && piece.bytes() == bytes
                && piece.next() == State.LINE
                && piece.end() == lineFeed
                && !piece.isTorn()
                && piece.user() != null;
        boolean kind = piece.kind() == Piece.Kind.EVENT || piece.kind() == Piece.Kind.LINE && piece.to() == lineFeed;
        if (whole && kind && lineFeed - from <= longest && !marker.begins(bytes, from + 1, lineFeed)) {
            reader.learn(bytes, from, lineFeed);
        }
    }
}
