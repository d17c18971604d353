package io.orderwire.ingestor.split;

import io.orderwire.orders.LineReader;
import io.orderwire.orders.Source;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a file's bytes into events, one line each. Whole lines of the plain and the streaming shape are handed on as
 * they are; an envelope with several events, and every by-block line, is unrolled into streaming lines. An unfinished
 * line is left for later, unless it is a by-block line longer than the buffer: that is unrolled as it comes, and when it
 * breaks, what was whole stands and the rest is one event that the parser will refuse.
 *
 * <p>Keeps nothing between calls but what is in the {@link FileCursor}. Not thread-safe.
 */
public final class LineSplitter {
    /** Bytes kept of an event that is too long. */
    static final int OVERSIZED_START = 4 * 1024;

    private static final int LONGEST_HEAD = 4 * 1024;
    private static final byte[] NOTHING = {};
    private static final byte[] ENVELOPE_TAIL = {']', '}'};
    private static final int UNKNOWN = -2;

    private final boolean byBlock;
    private final int maxEventBytes;
    private final ObjectScan line = new ObjectScan();
    private final ObjectScan event = new ObjectScan();
    private final LineReader slowReader = new LineReader();
    private int knownLineFeed;

    /** Splits files of that source, events up to that many bytes. */
    public LineSplitter(Source source, int maxEventBytes) {
        this.byBlock = source == Source.BY_BLOCK;
        this.maxEventBytes = maxEventBytes;
    }

    /** Bytes that a read buffer must hold at least, so that whatever is in bounds fits. */
    public int minBufferBytes() {
        return 2 * maxEventBytes + 2 * LONGEST_HEAD;
    }

    /**
     * Hands on all that is whole in {@code [0, length)} of {@code bytes}, which stand in the file from the cursor's
     * {@link FileCursor#readOffset()}, and moves the cursor behind it.
     *
     * @param full true when the buffer holds no more bytes than these, so that waiting for the rest of a line is no use
     * @param enough stops after a line once so many bytes have been handed on
     */
    public void split(byte[] bytes, int length, boolean full, int enough, FileCursor cursor, EventSink sink) {
        knownLineFeed = UNKNOWN;
        int at = 0;
        while (at < length && at < enough) {
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
            if (next == at) {
                return;
            }
            at = next;
        }
    }

    /**
     * A cursor in the middle of a block, after a restart.
     *
     * @param bytes the first bytes of the block's line, as many as there are up to {@link #minBufferBytes()}
     * @throws IllegalArgumentException when they open no block
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

    private int line(byte[] bytes, int from, int length, boolean full, FileCursor cursor, EventSink sink) {
        int end = lineFeed(bytes, from, length);
        if (end < 0) {
            return full ? longLine(bytes, from, length, cursor) : from;
        }
        int start = JsonScan.skipWhitespace(bytes, from, end);
        int opened = start < end && bytes[start] == '{' ? line.line(bytes, start, end) : JsonScan.BROKEN;
        // A line that stays one is named by its own first byte, what came out of a block by its brace.
        long position = byBlock ? cursor.offset() + start - from : cursor.offset();
        if (start == end) {
            sink.emptyLine();
        } else if (opened == JsonScan.BROKEN) {
            whole(bytes, start, end, position, end - start, null, sink);
        } else if (!line.isEnvelope()) {
            byte[] user = user(line, bytes, start, end);
            whole(bytes, start, end, position, end - start, user, sink);
        } else if (!envelope(bytes, start, opened, end, position, sink)) {
            cursor.passed(opened - from);
            cursor.enterBlock(Arrays.copyOfRange(bytes, start, opened));
            return opened;
        }
        return endLine(from, end, cursor, sink);
    }

    /** Handles an envelope that stays one line; false when it is to be unrolled. */
    private boolean envelope(byte[] bytes, int start, int opened, int end, long position, EventSink sink) {
        int first = JsonScan.skipWhitespace(bytes, opened, end);
        if (first < end && bytes[first] == ']') {
            if (closes(bytes, first, end)) {
                sink.emptyLine();
            } else {
                whole(bytes, start, end, position, end - start, null, sink);
            }
            return true;
        }
        boolean longHead = opened - start > LONGEST_HEAD;
        if (byBlock && !longHead) {
            return false;
        }
        int after = first < end && bytes[first] == '{' ? event.event(bytes, first, end) : JsonScan.BROKEN;
        if (after == JsonScan.BROKEN) {
            whole(bytes, start, end, position, end - start, null, sink);
            return true;
        }
        int close = JsonScan.skipWhitespace(bytes, after, end);
        if (close < end && bytes[close] == ',' && !longHead) {
            return false;
        }
        int eventBytes = longHead ? end - start : after - first;
        whole(bytes, start, end, position, eventBytes, user(event, bytes, first, after), sink);
        return true;
    }

    private void whole(
            byte[] bytes, int from, int to, long position, int eventBytes, byte @Nullable [] user, EventSink sink) {
        if (eventBytes > maxEventBytes) {
            sink.oversized(start(bytes, from, to), to - from, position);
        } else {
            sink.event(NOTHING, bytes, from, to, NOTHING, position, user);
        }
    }

    /** A line that the buffer does not hold: several events are unrolled as they come, anything else is too long. */
    private int longLine(byte[] bytes, int from, int length, FileCursor cursor) {
        int start = JsonScan.skipWhitespace(bytes, from, length);
        int opened = start < length && bytes[start] == '{' ? line.line(bytes, start, length) : JsonScan.BROKEN;
        boolean envelope = opened != JsonScan.BROKEN && line.isEnvelope() && opened - start <= LONGEST_HEAD;
        if (envelope && (byBlock || isFirstOfSeveral(bytes, opened, length))) {
            cursor.passed(opened - from);
            cursor.enterBlock(Arrays.copyOfRange(bytes, start, opened));
            return opened;
        }
        cursor.startSkip(new FileCursor.Skip(start(bytes, from, length), true));
        cursor.skip(length - from);
        return length;
    }

    private boolean isFirstOfSeveral(byte[] bytes, int opened, int length) {
        int first = JsonScan.skipWhitespace(bytes, opened, length);
        int after = first < length && bytes[first] == '{' ? event.event(bytes, first, length) : JsonScan.BROKEN;
        int next = after == JsonScan.BROKEN ? length : JsonScan.skipWhitespace(bytes, after, length);
        return next < length && bytes[next] == ',';
    }

    /** One step inside a block: the next event, or the end of the line. */
    private int block(byte[] bytes, int from, int length, FileCursor cursor, byte[] head, EventSink sink) {
        int lineFeed = lineFeed(bytes, from, length);
        int end = lineFeed < 0 ? length : lineFeed;
        int at = JsonScan.skipWhitespace(bytes, from, end);
        if (at < end && bytes[at] == ',') {
            at = JsonScan.skipWhitespace(bytes, at + 1, end);
        }
        if (at < end && bytes[at] == '{') {
            int after = event.event(bytes, at, end);
            if (after != JsonScan.BROKEN) {
                emit(bytes, at, after, cursor.offset() + at - from, head, sink);
                cursor.passed(after - from);
                cursor.passedEvent();
                return after;
            }
        }
        if (lineFeed >= 0) {
            boolean closed = at < end && bytes[at] == ']' && closes(bytes, at, end);
            if (!closed) {
                whole(bytes, at, end, cursor.offset() + at - from, end - at, null, sink);
            } else if (!cursor.hasPassedEvent()) {
                sink.emptyLine();
            }
            return endLine(from, end, cursor, sink);
        }
        if (end - at <= maxEventBytes && at - from <= LONGEST_HEAD) {
            return from;
        }
        cursor.passed(at - from);
        if (end - at <= maxEventBytes) {
            // Left where it is, as much whitespace as the buffer holds would be waited behind for ever.
            return at;
        }
        boolean structured = bytes[at] == '{';
        cursor.startSkip(new FileCursor.Skip(start(bytes, at, end), !structured));
        return at;
    }

    private void emit(byte[] bytes, int from, int to, long position, byte[] head, EventSink sink) {
        if (to - from > maxEventBytes) {
            sink.oversized(start(bytes, from, to), to - from, position);
        } else {
            sink.event(head, bytes, from, to, ENVELOPE_TAIL, position, user(event, bytes, from, to));
        }
    }

    /** Passes over what is too long, up to its end or the buffer's. */
    private int skip(byte[] bytes, int from, int length, FileCursor cursor, FileCursor.Skip skip, EventSink sink) {
        int i = from;
        boolean ended = false;
        while (i < length && bytes[i] != '\n' && !ended) {
            ended = !skip.wholeLine && skip.closesAt(bytes[i]);
            i++;
        }
        cursor.skip(i - from);
        if (ended || i < length) {
            sink.oversized(skip.start, skip.length, cursor.offset());
            cursor.endSkip();
            cursor.passedEvent();
        }
        return ended || i == length ? i : endLine(i, i, cursor, sink);
    }

    private static byte[] start(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, Math.min(to, from + OVERSIZED_START));
    }

    private static int endLine(int from, int end, FileCursor cursor, EventSink sink) {
        sink.lineRead();
        cursor.passed(end + 1 - from);
        cursor.endLine();
        return end + 1;
    }

    /** True when the envelope ends well after its events: with its brace, perhaps after members that are no events. */
    private boolean closes(byte[] bytes, int bracket, int end) {
        int at = JsonScan.skipWhitespace(bytes, bracket + 1, end);
        if (at < end && bytes[at] == '}') {
            return JsonScan.skipWhitespace(bytes, at + 1, end) == end;
        }
        if (at == end || bytes[at] != ',') {
            return false;
        }
        // No node writes members there: looked at with care rather than fast.
        byte[] members = Arrays.copyOfRange(bytes, at, end);
        members[0] = '{';
        return slowReader.isMembers(members, 0, members.length);
    }

    private byte @Nullable [] user(ObjectScan scan, byte[] bytes, int from, int to) {
        if (scan.escaped()) {
            return slowReader.readUser(bytes, from, to) ? slowReader.user() : null;
        }
        return scan.userFound() ? scan.user() : null;
    }

    /** The next line feed, looked for once for all the events of a line; negative when there is none. */
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
