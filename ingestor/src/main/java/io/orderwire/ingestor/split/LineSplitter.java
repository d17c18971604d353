package io.orderwire.ingestor.split;

import io.orderwire.contract.position.Source;

/**
 * Splits a file's bytes into events, one line each. Complete lines of the plain and the streaming shape are passed on
 * unchanged; an envelope with several events, and every by-block line, is unrolled into streaming lines. An unfinished
 * line waits for a later call, unless it is longer than {@link #minBufferBytes()}: then its complete events are passed on
 * at once.
 *
 * <p>Complete events before a malformed part of a line are kept. The malformed part is garbage: one event that the parser
 * will reject. It ends before the next {@link Marker} on the same line, where splitting continues, or with the line.
 *
 * <p>A state machine. The cursor holds the {@link State}; the reader of that state looks at the next bytes in the
 * {@link Window} and describes a {@link Piece} of them, with the state that follows; the {@link Emitter} passes the piece to
 * the sink; the cursor moves past it. No reader moves the cursor, calls the sink or calls another reader.
 *
 * <p>Keeps no state between calls except in the {@link FileCursor}. The events do not depend on how the bytes are divided
 * between calls. Not thread-safe.
 */
public final class LineSplitter {
    private final Limits limits;
    private final Window window;
    private final PartReader parts;
    private final EnvelopeReader envelopes;
    private final SkipReader skips;
    private final Emitter out;

    /** Splits files of {@code source}; events longer than {@code maxEventBytes} are oversized. */
    public LineSplitter(Source source, int maxEventBytes) {
        limits = new Limits(maxEventBytes);
        window = new Window(new Marker(source));
        Piece piece = new Piece();
        Garbage garbage = new Garbage(limits, window, piece);
        EnvelopeEnd end = new EnvelopeEnd(limits, window);
        parts = new PartReader(source, limits, window, piece, garbage, end);
        envelopes = new EnvelopeReader(source, limits, window, piece, garbage, end);
        skips = new SkipReader(window, piece);
        out = new Emitter(limits);
    }

    /** Least size of a read buffer. A smaller one may not hold all the bytes that a decision depends on. */
    public int minBufferBytes() {
        return limits.minBufferBytes();
    }

    /**
     * Passes on all complete events in {@code [0, length)} of {@code bytes}, which begin in the file at the cursor's
     * {@link FileCursor#readOffset()}, and moves the cursor past them.
     *
     * @param full true when the buffer has no room for more bytes, so that the rest of a line cannot be waited for
     * @param enough stops once this many bytes were consumed or produced
     * @return true when it stopped because of {@code enough} and bytes are left
     */
    public boolean split(byte[] bytes, int length, boolean full, int enough, FileCursor cursor, EventSink sink) {
        window.begin(bytes, length);
        out.begin();
        int at = 0;
        while (at < length) {
            if (at >= enough || out.produced() >= enough) {
                return true;
            }
            Piece piece = read(at, full, cursor);
            if (piece.isIncomplete()) {
                return false;
            }
            out.pass(piece, cursor, sink);
            cursor.advance(piece, at);
            Emitter.announce(piece, sink);
            at = piece.after();
        }
        return false;
    }

    /** Moves the cursor as {@link #split} does until it reaches that position, but passes no events on. */
    void repeat(byte[] bytes, int length, boolean full, long lineStart, long offset, FileCursor cursor) {
        window.begin(bytes, length);
        int at = 0;
        while (at < length && !cursor.hasReached(lineStart, offset)) {
            Piece piece = read(at, full, cursor);
            if (piece.isIncomplete()) {
                return;
            }
            cursor.advance(piece, at);
            at = piece.after();
        }
    }

    /** The piece that begins at {@code at}, read by the reader of the cursor's state. */
    private Piece read(int at, boolean full, FileCursor cursor) {
        return switch (cursor.state()) {
            case LINE, WITHIN_LINE -> parts.read(at, cannotGrow(at, full), cursor);
            case ENVELOPE -> envelopes.read(at, cursor);
            case EVENT, TAIL, GARBAGE, BLANKS -> skips.read(at, cursor);
        };
    }

    /** Whether a line that begins at {@code at} has to be judged although its end was not read yet. */
    private boolean cannotGrow(int at, boolean full) {
        return full && at == 0 || window.length() - at >= limits.minBufferBytes();
    }
}
