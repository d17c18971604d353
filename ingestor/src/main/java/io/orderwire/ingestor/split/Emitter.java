package io.orderwire.ingestor.split;

import java.util.Arrays;

/**
 * Passes pieces to the sink, and counts their bytes. Of an event that is too long, it passes only the first bytes. During the
 * call, the cursor is at the beginning of the piece; afterwards the cursor moves past the piece. Not thread-safe.
 */
final class Emitter {
    private final Limits limits;
    private long produced;

    Emitter(Limits limits) {
        this.limits = limits;
    }

    /** Resets the count of {@link #produced()}. */
    void begin() {
        produced = 0;
    }

    /** Bytes passed to the sink since {@link #begin()}. */
    long produced() {
        return produced;
    }

    /** Passes a piece to the sink, and then reports whether the piece is torn and whether it ends a line. */
    void pass(Piece piece, FileCursor cursor, EventSink sink) {
        switch (piece.kind()) {
            case EVENT -> event(piece, sink);
            case LINE -> line(piece, sink);
            case UNROLLED -> unrolled(piece, cursor.openHead(), sink);
            case SKIPPED -> skipped(cursor.openSkip(), sink);
            case EMPTY_ENVELOPE -> sink.withoutEvents(piece.bytes(), piece.from(), piece.to());
            default -> {}
        }
        if (piece.isTorn()) {
            sink.torn();
        }
        if (piece.next() == State.LINE) {
            if (!piece.hasEvent() && !cursor.hasPassedEvent()) {
                sink.emptyLine();
            }
            sink.lineRead();
        }
    }

    /** Announces the envelope that the piece opens, if any. During the call, the cursor is after the head. */
    static void announce(Piece piece, EventSink sink) {
        byte[] head = piece.head();
        if (head != null) {
            sink.envelope(head);
        }
    }

    private void line(Piece piece, EventSink sink) {
        byte[] bytes = piece.bytes();
        byte[] user = piece.user();
        long position = piece.position();
        if (piece.isNumbered()) {
            sink.line(bytes, piece.from(), piece.to(), position, user, piece.events(), piece.number());
        } else {
            sink.event(Piece.NOTHING, bytes, piece.from(), piece.to(), Piece.NOTHING, position, user);
        }
        produced += piece.length();
    }

    private void event(Piece piece, EventSink sink) {
        if (piece.length() <= limits.maxEventBytes()) {
            line(piece, sink);
            return;
        }
        int kept = Math.min(piece.length(), Limits.OVERSIZED_START);
        byte[] start = Arrays.copyOfRange(piece.bytes(), piece.from(), piece.from() + kept);
        sink.oversized(start, piece.length(), piece.position());
        produced += Limits.OVERSIZED_START;
    }

    private void unrolled(Piece piece, byte[] head, EventSink sink) {
        sink.event(head, piece.bytes(), piece.from(), piece.to(), Piece.ENVELOPE_TAIL, piece.position(), piece.user());
        produced += piece.unrolledLength(head);
    }

    private void skipped(Skip skip, EventSink sink) {
        byte[] start = skip.start();
        if (skip.length() <= Math.min(start.length, limits.maxEventBytes())) {
            sink.event(Piece.NOTHING, start, 0, start.length, Piece.NOTHING, skip.position(), null);
        } else {
            sink.oversized(start, skip.length(), skip.position());
        }
        produced += start.length;
    }
}
