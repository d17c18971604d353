package io.orderwire.ingestor.split;

import io.orderwire.contract.position.Source;

/**
 * Splits a file's bytes into events, one line each. Complete lines of the plain and the streaming shape are passed on
 * unchanged; an envelope with several events, and every by-block line, is unrolled into streaming lines. An unfinished line
 * waits for a later call, unless it is longer than {@link #minBufferBytes()}: then its complete events are passed on at once.
 *
 * <p>Complete events before a malformed part of a line are kept. The malformed part is garbage: one event that the parser will
 * reject. It ends before the next {@link Marker} on the same line, where splitting continues, or with the line.
 *
 * <p>The splitter is a state machine. The cursor holds the {@link State}; the reader of that state reads the next bytes in the
 * {@link Window} and describes a {@link Piece} of them and the next state; the {@link Emitter} passes the piece to the sink;
 * the cursor moves past it. No reader moves the cursor, calls the sink or calls another reader.
 *
 * <p>All state between calls is in the {@link FileCursor}. The events do not depend on how the bytes are divided between calls.
 * Not thread-safe.
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

    /** Least size of a read buffer. A smaller buffer may not hold all bytes on which a decision depends. */
    public int minBufferBytes() {
        return limits.minBufferBytes();
    }

    /**
     * Passes on all complete events in {@code [0, length)} of {@code bytes}, which begin in the file at the cursor's {@link
     * FileCursor#readOffset()}, and moves the cursor past them.
     *
     * @param full true if the buffer does not have room for more bytes, so that the splitter cannot wait for the rest of a line
     * @param enough number of consumed or produced bytes after which to stop
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

    /** Moves the cursor like {@link #split} until it reaches that position, but does not pass events on. */
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

    /** Number of lines and events of blocks that were scanned, because they did not have the shape of an earlier one. */
    public long unusual() {
        return parts.unusual() + envelopes.unusual();
    }

    /** Whether a line that begins at {@code at} must be handled although its end has not been read. */
    private boolean cannotGrow(int at, boolean full) {
        return full && at == 0 || window.length() - at >= limits.minBufferBytes();
    }
}
