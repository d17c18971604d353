package io.orderwire.ingestor.split;

/**
 * Reads bytes that are skipped in steps: states {@link State#EVENT}, {@link State#TAIL}, {@link State#GARBAGE} and {@link
 * State#BLANKS}. Adds them to the cursor's {@link Skip} up to their end, or to the last byte whose meaning does not depend on
 * later bytes. The {@link Piece} is silent until the end is known.
 */
final class SkipReader {
    private final Window window;
    private final Piece piece;

    SkipReader(Window window, Piece piece) {
        this.window = window;
        this.piece = piece;
    }

    Piece read(int from, FileCursor cursor) {
        Skip skip = cursor.openSkip();
        if (skip.state() == State.BLANKS) {
            return blanks(from, skip, cursor);
        }
        window.look(skip.length() == 0 ? from + 1 : from, skip.seeksMarker());
        int stop = window.stop();
        int ended = skip.state() == State.GARBAGE ? JsonScan.BROKEN : skip.end(window.bytes(), from, stop);
        int to = ended == JsonScan.BROKEN ? stop : ended;
        skip.add(window.bytes(), from, to);
        if (ended != JsonScan.BROKEN) {
            return skip.state() == State.TAIL
                    ? piece.silent().then(to, State.WITHIN_LINE)
                    : piece.skipped().then(to, State.ENVELOPE);
        }
        return window.isKnown() ? piece.skipped().torn().then(to, window.stateAfter(to)) : unended(from, to, skip);
    }

    private Piece blanks(int from, Skip skip, FileCursor cursor) {
        int to = window.skipBlanks(from, window.length());
        skip.add(window.bytes(), from, to);
        return to < window.length()
                ? piece.silent().then(to, cursor.head() == null ? State.WITHIN_LINE : State.ENVELOPE)
                : unended(from, to, skip);
    }

    private Piece unended(int from, int to, Skip skip) {
        return to == from ? piece.incomplete() : piece.silent().then(to, skip.state());
    }
}
