package io.orderwire.ingestor.split;

import io.orderwire.orders.LineReader;
import io.orderwire.orders.Source;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a file's bytes into events, one line each. Complete lines of the plain and the streaming shape are passed on
 * unchanged; an envelope with several events, and every by-block line, is unrolled into streaming lines. An unfinished
 * line is left for a later call, unless it is longer than the buffer: then its complete events are passed on at once.
 *
 * <p>Complete events before a malformed part of a line are kept. The malformed part is garbage: one event that the parser
 * will reject, up to the next {@link Marker} on the same line, where splitting continues, or the end of the line.
 *
 * <p>Keeps no state between calls except in the {@link FileCursor}. Not thread-safe.
 */
public final class LineSplitter {
    /** Bytes kept of an event that is too long. */
    static final int OVERSIZED_START = 4 * 1024;

    private static final int LONGEST_HEAD = 4 * 1024;
    private static final int UNKNOWN = -2;

    private final boolean byBlock;
    private final int maxEventBytes;
    private final ObjectScan line = new ObjectScan();
    private final ObjectScan event = new ObjectScan();
    private final LineReader slowReader = new LineReader();
    private final Marker marker;
    private final Emitter out;
    private int knownLineFeed;

    /** Splits files of {@code source}; events longer than {@code maxEventBytes} are oversized. */
    public LineSplitter(Source source, int maxEventBytes) {
        this.byBlock = source == Source.BY_BLOCK;
        this.maxEventBytes = maxEventBytes;
        this.marker = new Marker(source);
        this.out = new Emitter(maxEventBytes);
    }

    /** Least size of a read buffer, so that events and envelope heads within their limits fit. */
    public int minBufferBytes() {
        return 2 * maxEventBytes + 2 * LONGEST_HEAD;
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
        knownLineFeed = UNKNOWN;
        out.begin();
        int at = 0;
        while (at < length) {
            if (at >= enough || out.produced() >= enough) {
                return true;
            }
            FileCursor.Skip skip = cursor.skipping();
            byte[] head = cursor.head();
            int next;
            if (skip != null) {
                next = skip(bytes, at, length, cursor, skip, sink);
            } else if (head != null) {
                next = block(bytes, at, length, cursor, head, sink);
            } else {
                next = line(bytes, at, length, full && at == 0, cursor, sink);
            }
            if (next == at && cursor.skipping() == skip) {
                return false;
            }
            at = next;
        }
        return false;
    }

    /**
     * A cursor in the middle of a block, after a restart.
     *
     * @param bytes the first bytes of the block's line, as many as there are up to {@link #minBufferBytes()}
     * @throws IllegalArgumentException when they do not open a block
     */
    public FileCursor resumeInBlock(byte[] bytes, int length, long lineStart, long offset) {
        int start = JsonScan.skipWhitespace(bytes, 0, length);
        int opened = start < length ? line.line(bytes, start, length) : JsonScan.BROKEN;
        if (opened == JsonScan.BROKEN || !line.isEnvelope()) {
            throw new IllegalArgumentException("no block opens at byte " + lineStart);
        }
        boolean eventPassed = offset > lineStart + opened;
        return FileCursor.inBlock(lineStart, offset, Arrays.copyOfRange(bytes, start, opened), eventPassed);
    }

    /** Splits the beginning of a line, or of the rest of it after an envelope, an event or garbage. */
    private int line(byte[] bytes, int from, int length, boolean full, FileCursor cursor, EventSink sink) {
        int end = lineFeed(bytes, from, length);
        if (end < 0) {
            return full ? longLine(bytes, from, length, cursor, sink) : from;
        }
        int start = JsonScan.skipWhitespace(bytes, from, end);
        if (start == end) {
            return endLine(from, end, cursor, sink);
        }
        int opened = bytes[start] == '{' ? line.line(bytes, start, end) : JsonScan.BROKEN;
        // An event that may share its line has the position of its brace, any other line that of its first byte.
        long position = byBlock || cursor.isWithinLine() ? cursor.offset() + start - from : cursor.offset();
        if (opened == JsonScan.BROKEN) {
            return garbage(bytes, from, start, end, position, cursor, sink);
        }
        if (!line.isEnvelope()) {
            boolean alone = JsonScan.skipWhitespace(bytes, opened, end) == end;
            byte[] user = out.user(line, bytes, start, opened);
            return stays(bytes, from, start, alone ? end : opened, end, position, user, cursor, sink);
        }
        return envelope(bytes, from, start, opened, end, position, cursor, sink);
    }

    private int envelope(
            byte[] bytes, int from, int start, int opened, int end, long position, FileCursor cursor, EventSink sink) {
        int first = JsonScan.skipWhitespace(bytes, opened, end);
        if (first < end && bytes[first] == ']') {
            int closed = close(bytes, first, end);
            return closed == JsonScan.BROKEN
                    ? garbage(bytes, from, start, end, position, cursor, sink)
                    : endPart(bytes, from, closed, end, cursor, sink);
        }
        if (opened - start <= LONGEST_HEAD) {
            if (byBlock) {
                return unroll(bytes, from, start, opened, cursor);
            }
            int after = first < end && bytes[first] == '{' ? event.event(bytes, first, end) : JsonScan.BROKEN;
            if (after == JsonScan.BROKEN) {
                return garbage(bytes, from, start, end, position, cursor, sink);
            }
            if (!endsAt(bytes, after, end) || end - start > maxEventBytes + LONGEST_HEAD) {
                return unroll(bytes, from, start, opened, cursor);
            }
            if (after - first <= maxEventBytes) {
                out.line(bytes, start, end, position, out.user(event, bytes, first, after), sink);
                cursor.passedEvent();
                return endLine(from, end, cursor, sink);
            }
        }
        int after = first < end && bytes[first] == '{' ? event.event(bytes, first, end) : JsonScan.BROKEN;
        byte[] user = after == JsonScan.BROKEN ? null : out.user(event, bytes, first, after);
        return stays(bytes, from, start, end, end, position, user, cursor, sink);
    }

    /** True when only the end of the envelope and of the line follow the event that ends at {@code after}. */
    private boolean endsAt(byte[] bytes, int after, int end) {
        int bracket = JsonScan.skipWhitespace(bytes, after, end);
        if (bracket == end || bytes[bracket] != ']') {
            return false;
        }
        int closed = close(bytes, bracket, end);
        return closed != JsonScan.BROKEN && JsonScan.skipWhitespace(bytes, closed, end) == end;
    }

    private static int unroll(byte[] bytes, int from, int start, int opened, FileCursor cursor) {
        cursor.passed(start - from);
        // A restart in the middle of the block reads its head from here.
        cursor.endPart();
        cursor.passed(opened - start);
        cursor.enterBlock(Arrays.copyOfRange(bytes, start, opened));
        return opened;
    }

    /** Passes on {@code [start, to)} unchanged. */
    private int stays(
            byte[] bytes,
            int from,
            int start,
            int to,
            int end,
            long position,
            byte @Nullable [] user,
            FileCursor cursor,
            EventSink sink) {
        out.whole(bytes, start, to, position, user, sink);
        cursor.passedEvent();
        return endPart(bytes, from, to, end, cursor, sink);
    }

    /** Passes on bytes that are neither an envelope nor an event, up to the next marker or the end of the line. */
    private int garbage(byte[] bytes, int from, int at, int end, long position, FileCursor cursor, EventSink sink) {
        int next = cursor.mayResync() ? marker.find(bytes, Math.min(end, at + 1), end) : end;
        out.whole(bytes, at, next, position, null, sink);
        cursor.passedEvent();
        cursor.resynced();
        return endPart(bytes, from, next, end, cursor, sink);
    }

    /** Ends an envelope, an event or garbage; the line may hold more than whitespace after it. */
    private static int endPart(byte[] bytes, int from, int at, int end, FileCursor cursor, EventSink sink) {
        if (JsonScan.skipWhitespace(bytes, at, end) == end) {
            return endLine(from, end, cursor, sink);
        }
        cursor.passed(at - from);
        cursor.endPart();
        return at;
    }

    /** A line that does not fit the buffer: splits a complete event or head at its beginning, skips any other line. */
    private int longLine(byte[] bytes, int from, int length, FileCursor cursor, EventSink sink) {
        int start = JsonScan.skipWhitespace(bytes, from, length);
        if (start == length) {
            cursor.passed(length - from);
            cursor.endPart();
            return length;
        }
        int opened = bytes[start] == '{' ? line.line(bytes, start, length) : JsonScan.BROKEN;
        if (opened == JsonScan.BROKEN || line.isEnvelope() && opened - start > LONGEST_HEAD) {
            return passOverLine(bytes, from, start, length, cursor);
        }
        if (!line.isEnvelope()) {
            long position = cursor.offset() + start - from;
            out.whole(bytes, start, opened, position, out.user(line, bytes, start, opened), sink);
            cursor.passedEvent();
            cursor.passed(opened - from);
            cursor.endPart();
            return opened;
        }
        return byBlock || isFirstWhole(bytes, opened, length)
                ? unroll(bytes, from, start, opened, cursor)
                : passOverLine(bytes, from, start, length, cursor);
    }

    private static int passOverLine(byte[] bytes, int from, int start, int length, FileCursor cursor) {
        cursor.passed(start - from);
        // No envelope is open here whose head a restart would have to read.
        cursor.endPart();
        return passOver(bytes, start, start, length, true, cursor);
    }

    private boolean isFirstWhole(byte[] bytes, int opened, int length) {
        int first = JsonScan.skipWhitespace(bytes, opened, length);
        return first < length && bytes[first] == '{' && event.event(bytes, first, length) != JsonScan.BROKEN;
    }

    /** One step inside a block: the next event, or the end of the envelope. */
    private int block(byte[] bytes, int from, int length, FileCursor cursor, byte[] head, EventSink sink) {
        int lineFeed = lineFeed(bytes, from, length);
        int end = lineFeed < 0 ? length : lineFeed;
        int at = JsonScan.skipWhitespace(bytes, from, end);
        if (at < end && bytes[at] == ',') {
            at = JsonScan.skipWhitespace(bytes, at + 1, end);
        }
        if (at < end && bytes[at] == '{') {
            if (marker.isEnvelopeAt(bytes, at, end)) {
                // The block was cut off between two events, and another envelope follows.
                cursor.passed(at - from);
                cursor.endPart();
                return at;
            }
            int after = event.event(bytes, at, end);
            if (after != JsonScan.BROKEN) {
                return blockEvent(bytes, from, at, after, cursor, head, sink);
            }
        }
        if (lineFeed >= 0) {
            int closed = at < end && bytes[at] == ']' ? close(bytes, at, end) : JsonScan.BROKEN;
            return closed == JsonScan.BROKEN
                    ? garbage(bytes, from, at, end, cursor.offset() + at - from, cursor, sink)
                    : endPart(bytes, from, closed, end, cursor, sink);
        }
        return blockWithoutEnd(bytes, from, at, end, cursor);
    }

    private int blockEvent(byte[] bytes, int from, int at, int after, FileCursor cursor, byte[] head, EventSink sink) {
        if (cursor.isUnrolledTooFar()) {
            return passOver(bytes, from, at, after, true, cursor);
        }
        out.emit(bytes, at, after, cursor.offset() + at - from, head, event, cursor, sink);
        cursor.passed(after - from);
        cursor.passedEvent();
        return after;
    }

    /** The buffer holds neither a complete event nor the end of the line. */
    private int blockWithoutEnd(byte[] bytes, int from, int at, int end, FileCursor cursor) {
        if (at < end && bytes[at] == ']') {
            int brace = JsonScan.skipWhitespace(bytes, at + 1, end);
            int next = brace < end && bytes[brace] == '}' ? JsonScan.skipWhitespace(bytes, brace + 1, end) : end;
            if (marker.isEnvelopeAt(bytes, next, end)) {
                cursor.passed(next - from);
                cursor.endPart();
                return next;
            }
        }
        if (end - at <= maxEventBytes && at - from <= LONGEST_HEAD) {
            return from;
        }
        if (end - at <= maxEventBytes) {
            // Passed, because otherwise the cursor could not move past a buffer full of whitespace.
            cursor.passed(at - from);
            return at;
        }
        return passOver(bytes, from, at, end, bytes[at] != '{', cursor);
    }

    private static int passOver(byte[] bytes, int from, int at, int end, boolean wholeLine, FileCursor cursor) {
        cursor.passed(at - from);
        cursor.startSkip(new FileCursor.Skip(Emitter.start(bytes, at, end), wholeLine));
        return at;
    }

    /** Skips bytes that are too long or garbage, up to their end, a possible envelope, or the end of the buffer. */
    private int skip(byte[] bytes, int from, int length, FileCursor cursor, FileCursor.Skip skip, EventSink sink) {
        boolean resyncs = cursor.mayResync();
        boolean ended = false;
        boolean found = false;
        int i = from;
        while (i < length && bytes[i] != '\n' && !ended) {
            if (resyncs && bytes[i] == '{' && (i > from || skip.length > 0)) {
                found = marker.isAt(bytes, i, length);
                if (found || marker.mayBeAt(bytes, i, length)) {
                    break;
                }
            }
            ended = !skip.wholeLine && skip.closesAt(bytes[i]);
            i++;
        }
        cursor.skip(i - from);
        boolean lineEnds = i < length && bytes[i] == '\n';
        if (!ended && !found && !lineEnds) {
            return i;
        }
        Emitter.passedOver(cursor, skip, sink);
        if (found) {
            cursor.resynced();
            cursor.endPart();
        }
        return found || ended ? i : endLine(i, i, cursor, sink);
    }

    private static int endLine(int from, int end, FileCursor cursor, EventSink sink) {
        if (!cursor.hasPassedEvent()) {
            sink.emptyLine();
        }
        sink.lineRead();
        cursor.passed(end + 1 - from);
        cursor.endLine();
        return end + 1;
    }

    /**
     * The end of the envelope whose events end at {@code bracket}: after its closing brace, or the end of the line if other
     * members precede the brace; {@link JsonScan#BROKEN} if it is malformed.
     */
    private int close(byte[] bytes, int bracket, int end) {
        int at = JsonScan.skipWhitespace(bytes, bracket + 1, end);
        if (at < end && bytes[at] == '}') {
            return at + 1;
        }
        if (at == end || bytes[at] != ',') {
            return JsonScan.BROKEN;
        }
        // Nodes do not write members there, so this path is careful rather than fast.
        byte[] members = Arrays.copyOfRange(bytes, at, end);
        members[0] = '{';
        return slowReader.isMembers(members, 0, members.length) ? end : JsonScan.BROKEN;
    }

    /** The next line feed, searched for once for all events of a line; negative when there is none. */
    private int lineFeed(byte[] bytes, int from, int length) {
        if (knownLineFeed == UNKNOWN || knownLineFeed >= 0 && knownLineFeed < from) {
            knownLineFeed = -1;
            for (int i = from; i < length; i++) {
                if (bytes[i] == '\n') {
                    knownLineFeed = i;
                    break;
                }
            }
        }
        return knownLineFeed;
    }
}
