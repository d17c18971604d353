package io.orderwire.ingestor.split;

import io.orderwire.contract.order.LineReader;

/**
 * Recognizes lines that differ from an earlier one only in their scalar values. Most lines of a node do; comparing them with the
 * bytes that they have in common costs less than scanning them. A recognized line becomes the piece that a scan would describe:
 * it has the same structure as the line from which was learned, and it is too short for any of the {@link Limits}. A {@link
 * Marker} would have to be in the common bytes, because a value without escapes cannot contain its quotes, and a line with one
 * is not learned. Not thread-safe.
 */
final class UsualLines {
    private final int longest;
    private final Marker marker;
    private final Piece piece;
    private final LineReader reader = new LineReader();
    private long unusual;

    UsualLines(Limits limits, Marker marker, Piece piece) {
        this.longest = Math.min(Limits.LONGEST_HEAD, limits.maxEventBytes());
        this.marker = marker;
        this.piece = piece;
    }

    /**
     * Describes the line that begins at {@code from}, which is {@code position} in its file, as a piece; false if the line has
     * to be scanned, for example because no line feed follows before {@code to}.
     */
    boolean read(byte[] bytes, int from, int to, long position) {
        int lineFeed = reader.readShapedLine(bytes, from, Math.min(to, from + longest + 1));
        if (lineFeed < 0) {
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
        int events = bare || reader.eventFrom() - from > BlockNumber.WITHIN ? -1 : reader.eventFrom();
        piece.numbered(events, events < 0 ? -1 : BlockNumber.read(numberFrom(), bytes, events));
        return true;
    }

    /** Index of the block number before the event, or -1. */
    private int numberFrom() {
        int from = reader.blockNumberFrom();
        return reader.blockNumberLength() == 0 || from > reader.eventFrom() ? -1 : from;
    }

    /** Learns from a line that {@link #read} did not recognize, if the scan described the piece that {@link #read} would. */
    void learn(byte[] bytes, int from, int lineFeed) {
        unusual++;
        boolean event = piece.kind() == Piece.Kind.EVENT || piece.kind() == Piece.Kind.LINE && piece.to() == lineFeed;
        boolean whole = event
                && piece.bytes() == bytes
                && piece.from() == from
                && piece.end() == lineFeed
                && piece.next() == State.LINE
                && !piece.isTorn();
        if (whole && lineFeed - from <= longest && !marker.begins(bytes, from + 1, lineFeed)) {
            reader.learn(bytes, from, lineFeed, () -> isFoundByName(bytes, from, lineFeed));
        }
    }

    /**
     * Whether {@link BlockNumber} finds the events and the number at the places that {@link #read} takes from the shape. This
     * then holds for all lines of the shape: the names between their values are the same, and a value cannot contain a name.
     */
    private boolean isFoundByName(byte[] bytes, int from, int lineFeed) {
        int events = BlockNumber.eventsWithin(bytes, from, lineFeed);
        if (reader.eventFrom() == from) {
            return events < 0;
        }
        return events == reader.eventFrom() && BlockNumber.numberFrom(events, bytes, from) == numberFrom();
    }

    /** Number of lines that were not recognized. */
    long unusual() {
        return unusual;
    }
}
