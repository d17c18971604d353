package io.orderwire.ingestor.split;

import io.orderwire.contract.order.LineReader;
import io.orderwire.contract.position.Source;
import org.jspecify.annotations.Nullable;

/**
 * Reads within an envelope that is unrolled: state {@link State#ENVELOPE}. The {@link Piece} is one event, the end of the
 * envelope, or the bytes that break it.
 */
final class EnvelopeReader {
    private static final byte[] COMMA = {','};

    /** False in the plain shape, in which the events of an envelope begin like a marker. */
    private final boolean seeksMarker;

    private final Limits limits;
    private final Window window;
    private final Piece piece;
    private final Garbage garbage;
    private final EnvelopeEnd end;
    private final ObjectScan event = new ObjectScan();

    /** Recognizes usual events, whose shape it has learned from an earlier one, without scanning them. */
    private final LineReader usual = new LineReader();

    EnvelopeReader(Source source, Limits limits, Window window, Piece piece, Garbage garbage, EnvelopeEnd end) {
        this.seeksMarker = source != Source.PLAIN;
        this.limits = limits;
        this.window = window;
        this.piece = piece;
        this.garbage = garbage;
        this.end = end;
    }

    Piece read(int from, FileCursor cursor) {
        window.look(from, seeksMarker);
        int stop = window.stop();
        int comma = window.skipBlanks(from, stop);
        if (comma - from > Limits.LONGEST_HEAD) {
            return piece.silent().thenSkip(from, Skip.ofBlanks());
        }
        int at = comma;
        if (comma < stop && window.at(comma) == ',' && !cursor.hasPassedComma()) {
            at = window.skipBlanks(comma + 1, stop);
            if (at - comma > Limits.LONGEST_HEAD) {
                return piece.silent().comma().thenSkip(comma + 1, Skip.ofBlanks());
            }
        }
        if (at == stop) {
            return window.isKnown() ? torn(from, comma, at, cursor) : piece.incomplete();
        }
        long position = cursor.offset() + at - from;
        return switch (window.at(at)) {
            case '{' -> event(at, position, cursor.isUnrolledTooFar());
            case ']' -> close(at, position);
            default -> garbage.from(at, position, seeksMarker);
        };
    }

    /**
     * The envelope breaks off between two events. A comma without its event, or a head without any event, becomes an event
     * that the parser rejects.
     */
    private Piece torn(int from, int comma, int at, FileCursor cursor) {
        if (!cursor.hasPassedBlockEvent()) {
            byte[] head = cursor.openHead();
            piece.passes(Piece.Kind.LINE, head, 0, head.length, cursor.lineStart(), null);
        } else if (cursor.hasPassedComma() || comma < at) {
            long position = cursor.hasPassedComma() ? cursor.commaAt() : cursor.offset() + comma - from;
            piece.passes(Piece.Kind.LINE, COMMA, 0, 1, position, null);
        } else {
            piece.silent();
        }
        return piece.torn().then(at, window.stateAfter(at));
    }

    private Piece event(int at, long position, boolean unrolledTooFar) {
        byte[] bytes = window.bytes();
        int far = at + limits.maxEventBytes();
        int to = Math.min(window.stop(), far);
        int after = usual.readShapedEvent(bytes, at, to);
        byte @Nullable [] user = usual.user();
        if (after < 0) {
            after = event.event(bytes, at, to);
            if (after == JsonScan.BROKEN) {
                return garbage.unlessMoreFollows(at, far, position, seeksMarker, State.EVENT);
            }
            user = event.userOf(bytes, at, after);
            usual.learn(bytes, at, after);
        }
        if (unrolledTooFar) {
            return garbage.skipped(at, position, seeksMarker);
        }
        return piece.passes(Piece.Kind.UNROLLED, bytes, at, after, position, user)
                .then(after, State.ENVELOPE);
    }

    /** Number of events that were scanned. */
    long unusual() {
        return usual.unusual();
    }

    private Piece close(int bracket, long position) {
        int closed = end.after(bracket);
        if (closed == JsonScan.BROKEN) {
            return garbage.from(bracket, position, seeksMarker);
        }
        if (closed == EnvelopeEnd.FAR) {
            return piece.silent().thenSkip(bracket, new Skip(State.TAIL, position, seeksMarker));
        }
        int after = closed == Window.INCOMPLETE ? closed : window.lineFeedOr(closed);
        return after == Window.INCOMPLETE ? piece.incomplete() : piece.silent().then(after, window.stateAfter(after));
    }
}
