package io.orderwire.ingestor.split;

/**
 * Describes bytes that are not a whole event or envelope, for {@link PartReader} and {@link EnvelopeReader}. The result is in
 * the reader's {@link Piece}.
 */
final class Garbage {
    private final Limits limits;
    private final Window window;
    private final Piece piece;

    Garbage(Limits limits, Window window, Piece piece) {
        this.limits = limits;
        this.window = window;
        this.piece = piece;
    }

    /** The bytes from {@code at} to the end of the line or the next marker: one event that the parser will reject. */
    Piece from(int at, long position, boolean seeksMarker) {
        int stop = window.stop();
        if (stop - at > limits.maxEventBytes()) {
            // Also if the end is known, because a restart must divide the bytes into pieces at the same offsets.
            return skipped(at, position, seeksMarker);
        }
        if (!window.isKnown()) {
            return piece.incomplete();
        }
        return piece.passes(Piece.Kind.EVENT, window.bytes(), at, stop, position, null)
                .torn()
                .then(stop, window.stateAfter(stop));
    }

    /** The bytes from {@code at} on, which are skipped in steps. */
    Piece skipped(int at, long position, boolean seeksMarker) {
        return piece.silent().thenSkip(at, new Skip(State.GARBAGE, position, seeksMarker));
    }

    /**
     * An object that does not end before {@code far} or the window's stop. It is garbage if more bytes cannot change that.
     *
     * @param longer the state in which the object is skipped if it is too long
     */
    Piece unlessMoreFollows(int at, int far, long position, boolean seeksMarker, State longer) {
        if (window.isKnown() && window.stop() <= far) {
            return from(at, position, seeksMarker);
        }
        return window.stop() < far
                ? piece.incomplete()
                : piece.silent().thenSkip(at, new Skip(longer, position, seeksMarker));
    }
}
