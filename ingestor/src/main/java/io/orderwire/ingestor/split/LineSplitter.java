package io.orderwire.ingestor.split;

import io.orderwire.contract.position.Source;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a file's bytes into events, one line each. Complete lines of the plain and the streaming shape are passed on
 * unchanged; an envelope with several events, and every by-block line, is unrolled into streaming lines. An unfinished
 * line is left for a later call, unless it is longer than {@link #minBufferBytes()}: then its complete events are passed on
 * at once.
 *
 * <p>Complete events before a malformed part of a line are kept. The malformed part is garbage: one event that the parser
 * will reject, up to the next {@link Marker} on the same line, where splitting continues, or the end of the line.
 *
 * <p>Keeps no state between calls except in the {@link FileCursor}. What the bytes become does not depend on how they are
 * divided between calls: each decision depends on a limited number of bytes, which every buffer holds. Not thread-safe.
 */
public final class LineSplitter {
    /** Bytes kept of an event that is too long. */
    static final int OVERSIZED_START = 4 * 1024;

    /** Longest head of an envelope that is unrolled, and most blanks in a row that are not skipped as such. */
    static final int LONGEST_HEAD = 4 * 1024;

    private final boolean byBlock;
    private final boolean envelopes;
    private final int maxEventBytes;
    private final ObjectScan line = new ObjectScan();
    private final ObjectScan event = new ObjectScan();
    private final Window window;
    private final Emitter out;
    private final Parts parts;
    private final Blocks blocks;

    /** Splits files of {@code source}; events longer than {@code maxEventBytes} are oversized. */
    public LineSplitter(Source source, int maxEventBytes) {
        this.byBlock = source == Source.BY_BLOCK;
        this.envelopes = source != Source.PLAIN;
        this.maxEventBytes = maxEventBytes;
        this.window = new Window(new Marker(source));
        this.out = new Emitter(maxEventBytes);
        this.parts = new Parts(maxEventBytes, window, out);
        this.blocks = new Blocks(maxEventBytes, envelopes, window, out, parts);
    }

    /**
     * Least size of a read buffer, so that each decision can be made: blanks, a head and an event within their limits fit,
     * and a marker behind them.
     */
    public int minBufferBytes() {
        return 2 * maxEventBytes + 4 * LONGEST_HEAD;
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
            int next = step(at, full, cursor, sink);
            if (next == Parts.WAIT) {
                return false;
            }
            at = next;
        }
        return false;
    }

    /** Splits as before until the cursor is at or behind that position, without passing on any events. */
    void repeat(byte[] bytes, int length, boolean full, long lineStart, long offset, FileCursor cursor) {
        window.begin(bytes, length);
        int at = 0;
        while (at < length && at != Parts.WAIT && !isAt(cursor, lineStart, offset)) {
            at = step(at, full, cursor, Resumption.NO_SINK);
        }
    }

    /** Whether the cursor is at or behind that position. */
    static boolean isAt(FileCursor cursor, long lineStart, long offset) {
        return cursor.offset() > offset || cursor.offset() == offset && cursor.lineStart() >= lineStart;
    }

    private int step(int at, boolean full, FileCursor cursor, EventSink sink) {
        Skip skip = cursor.skipping();
        if (skip != null) {
            return parts.skipOn(at, cursor, skip, sink);
        }
        byte[] head = cursor.head();
        if (head != null) {
            return blocks.step(at, cursor, head, sink);
        }
        int next = line(at, full && at == 0 || window.length() - at >= minBufferBytes(), cursor, sink);
        Emitter.entered(cursor, sink);
        return next;
    }

    /**
     * A cursor in the middle of a block, after a restart.
     *
     * @param bytes the first bytes of the block's line, as many as there are up to {@link #minBufferBytes()}
     * @throws IllegalArgumentException when they do not open a block
     */
    FileCursor resumeInBlock(byte[] bytes, int length, long lineStart, long offset) {
        int start = JsonScan.skipWhitespace(bytes, 0, length);
        int opened = start < length ? line.line(bytes, start, length) : JsonScan.BROKEN;
        if (opened == JsonScan.BROKEN || !line.isEnvelope()) {
            throw new IllegalArgumentException("no block opens at byte " + lineStart);
        }
        boolean eventPassed = offset > lineStart + opened;
        return FileCursor.inBlock(lineStart, offset, Arrays.copyOfRange(bytes, start, opened), eventPassed);
    }

    /** Splits the beginning of a line, or of the rest of it after an envelope, an event or garbage. */
    private int line(int from, boolean full, FileCursor cursor, EventSink sink) {
        int lineFeed = window.lineFeed(from);
        if (lineFeed < 0 && !full) {
            return Parts.WAIT;
        }
        int start = window.skipBlanks(from, lineFeed < 0 ? window.length() : lineFeed);
        if (start - from > LONGEST_HEAD) {
            return Parts.skip(from, from, new Skip(Skip.Kind.BLANKS, 0, false), cursor);
        }
        if (start == window.length()) {
            return Parts.WAIT;
        }
        if (start == lineFeed) {
            return parts.endLine(from, lineFeed, cursor, sink);
        }
        window.look(start + 1, true);
        // An event that may share its line has the position of its brace, any other line that of its first byte.
        long position = byBlock || cursor.isWithinLine() ? cursor.offset() + start - from : cursor.offset();
        if (window.at(start) != '{') {
            return parts.garbage(from, start, position, true, cursor, sink);
        }
        int far = start + maxEventBytes + LONGEST_HEAD;
        int opened = line.line(window.bytes(), start, Math.min(window.stop(), far));
        if (opened == JsonScan.BROKEN) {
            return unread(from, start, far, position, true, cursor, sink);
        }
        return line.isEnvelope()
                ? envelope(from, start, opened, position, cursor, sink)
                : bare(from, start, opened, position, cursor, sink);
    }

    /** An object that is not whole within the window up to {@code far}: garbage, if more bytes cannot change that. */
    private int unread(
            int from, int start, int far, long position, boolean seeksMarker, FileCursor cursor, EventSink sink) {
        if (window.isKnown() && window.stop() <= far) {
            return parts.garbage(from, start, position, seeksMarker, cursor, sink);
        }
        return window.stop() < far
                ? Parts.WAIT
                : Parts.skip(from, start, new Skip(Skip.Kind.GARBAGE, position, seeksMarker), cursor);
    }

    private int bare(int from, int start, int after, long position, FileCursor cursor, EventSink sink) {
        int behind = parts.behind(after);
        if (behind == Parts.WAIT) {
            return Parts.WAIT;
        }
        byte[] bytes = window.bytes();
        out.whole(bytes, start, after, position, out.user(line, bytes, start, after), sink);
        cursor.passedEvent();
        return parts.end(from, behind, cursor, sink);
    }

    private int envelope(int from, int start, int opened, long position, FileCursor cursor, EventSink sink) {
        if (!envelopes) {
            // Each event of the envelope begins as a marker does.
            window.look(opened, false);
        }
        int stop = window.stop();
        int far = start + maxEventBytes + LONGEST_HEAD;
        int first = window.skipBlanks(opened, Math.min(stop, far));
        if (opened - start > LONGEST_HEAD) {
            return first < Math.min(stop, far) && window.at(first) == ']'
                    ? empty(from, start, opened, first, position, cursor, sink)
                    : longHead(from, start, opened, far, position, cursor, sink);
        }
        if (byBlock && first < stop && window.at(first) != ']' || first - start > LONGEST_HEAD) {
            return unroll(from, start, opened, cursor);
        }
        if (first == stop) {
            return window.isKnown() ? parts.garbage(from, start, position, envelopes, cursor, sink) : Parts.WAIT;
        }
        return switch (window.at(first)) {
            case ']' -> empty(from, start, opened, first, position, cursor, sink);
            case '{' -> single(from, start, opened, first, position, cursor, sink);
            default -> parts.garbage(from, start, position, envelopes, cursor, sink);
        };
    }

    /** An envelope without events. */
    private int empty(int from, int start, int opened, int bracket, long position, FileCursor cursor, EventSink sink) {
        int closed = parts.close(bracket);
        if (closed == JsonScan.BROKEN) {
            return parts.garbage(from, start, position, envelopes, cursor, sink);
        }
        if (closed == Parts.FAR) {
            return opened - start > LONGEST_HEAD
                    ? Parts.skip(from, start, new Skip(Skip.Kind.GARBAGE, position, envelopes), cursor)
                    : unroll(from, start, opened, cursor);
        }
        int behind = closed == Parts.WAIT ? Parts.WAIT : parts.behind(closed);
        if (behind == Parts.WAIT) {
            return Parts.WAIT;
        }
        sink.withoutEvents(window.bytes(), start, opened);
        return parts.end(from, behind, cursor, sink);
    }

    /** An envelope of a shape other than by-block that has an event: passed on unchanged if it has only one. */
    private int single(int from, int start, int opened, int first, long position, FileCursor cursor, EventSink sink) {
        byte[] bytes = window.bytes();
        int stop = window.stop();
        int far = first + maxEventBytes;
        int after = event.event(bytes, first, Math.min(stop, far));
        if (after == JsonScan.BROKEN) {
            return unread(from, start, far, position, envelopes, cursor, sink);
        }
        int farEnd = start + maxEventBytes + LONGEST_HEAD;
        if (window.isKnown() && stop <= farEnd && window.endsLine(stop) && endsAt(after, stop)) {
            out.line(bytes, start, stop, position, out.user(event, bytes, first, after), sink);
            cursor.passedEvent();
            return parts.endLine(from, stop, cursor, sink);
        }
        return !window.isKnown() && stop < farEnd ? Parts.WAIT : unroll(from, start, opened, cursor);
    }

    /** True when only the end of the envelope and of the line follow the event that ends at {@code after}. */
    private boolean endsAt(int after, int end) {
        int bracket = window.skipBlanks(after, end);
        if (bracket == end || window.at(bracket) != ']') {
            return false;
        }
        int closed = parts.close(bracket);
        return closed >= 0 && window.skipBlanks(closed, end) == end;
    }

    private int unroll(int from, int start, int opened, FileCursor cursor) {
        cursor.passed(start - from);
        cursor.enterBlock(Arrays.copyOfRange(window.bytes(), start, opened));
        return opened;
    }

    /** An envelope whose head is too long to be repeated for each event: one event, as a whole. */
    private int longHead(int from, int start, int opened, int far, long position, FileCursor cursor, EventSink sink) {
        byte[] bytes = window.bytes();
        int stop = window.stop();
        if (!window.isKnown() || stop > far) {
            return unread(from, start, far, position, envelopes, cursor, sink);
        }
        int first = window.skipBlanks(opened, stop);
        int after = first < stop && bytes[first] == '{' ? event.event(bytes, first, stop) : JsonScan.BROKEN;
        byte @Nullable [] user = after == JsonScan.BROKEN ? null : out.user(event, bytes, first, after);
        out.whole(bytes, start, stop, position, user, sink);
        cursor.passedEvent();
        return parts.end(from, stop, cursor, sink);
    }
}
