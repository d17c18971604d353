package io.orderwire.ingestor.split;

import io.orderwire.contract.order.LineReader;
import java.util.Arrays;

/**
 * Ends the parts of a line, the same way wherever they begin: garbage, skipped bytes, and the ends of envelopes and lines.
 * Each method returns the index where splitting continues, or {@link #WAIT} when it cannot decide without more bytes.
 * Decisions depend only on the bytes up to a fixed distance, never on the size of the buffer: the same bytes always give
 * the same events. Not thread-safe.
 */
final class Parts {
    /** More bytes are needed. */
    static final int WAIT = -3;

    /** What {@link #close} returns if the end is too far away to be looked at as a whole. */
    static final int FAR = -4;

    private final int maxEventBytes;
    private final Window window;
    private final Emitter out;
    private final LineReader slowReader = new LineReader();

    Parts(int maxEventBytes, Window window, Emitter out) {
        this.maxEventBytes = maxEventBytes;
        this.window = window;
        this.out = out;
    }

    /**
     * Passes on {@code [at, stop)} of the window as one event that the parser will reject; only its first bytes if it is too
     * long.
     */
    int garbage(int from, int at, long position, boolean seeksMarker, FileCursor cursor, EventSink sink) {
        int stop = window.stop();
        if (stop - at > maxEventBytes) {
            // Even if the end is known: a restart must find the same offsets between two steps.
            return skip(from, at, new Skip(Skip.Kind.GARBAGE, position, seeksMarker), cursor);
        }
        if (!window.isKnown()) {
            return WAIT;
        }
        out.whole(window.bytes(), at, stop, position, null, sink);
        sink.torn();
        cursor.passedEvent();
        return end(from, stop, cursor, sink);
    }

    /** Starts a skip of the bytes from {@code at} on. */
    static int skip(int from, int at, Skip skip, FileCursor cursor) {
        cursor.passed(at - from);
        if (cursor.head() == null) {
            // No envelope is open here whose head a restart would have to read.
            cursor.endPart();
        }
        cursor.startSkip(skip);
        return at;
    }

    /** Skips bytes, up to their end, or to where the bytes end that can be judged. */
    int skipOn(int from, FileCursor cursor, Skip skip, EventSink sink) {
        if (skip.is(Skip.Kind.BLANKS)) {
            return skipBlanks(from, cursor, skip);
        }
        window.look(skip.length() == 0 ? from + 1 : from, skip.seeksMarker());
        int stop = window.stop();
        int ended = skip.is(Skip.Kind.GARBAGE) ? JsonScan.BROKEN : skip.end(window.bytes(), from, stop);
        int to = ended == JsonScan.BROKEN ? stop : ended;
        skip.add(window.bytes(), from, to);
        if (ended != JsonScan.BROKEN && skip.is(Skip.Kind.TAIL)) {
            cursor.endSkip();
            cursor.endPart();
            return to;
        }
        if (ended != JsonScan.BROKEN) {
            out.skipped(cursor, skip, sink);
            return to;
        }
        if (window.isKnown()) {
            out.skipped(cursor, skip, sink);
            sink.torn();
            return end(to, to, cursor, sink);
        }
        return to == from ? WAIT : to;
    }

    private int skipBlanks(int from, FileCursor cursor, Skip skip) {
        int to = window.skipBlanks(from, window.length());
        skip.add(window.bytes(), from, to);
        if (to < window.length()) {
            cursor.endSkip();
            if (cursor.head() == null) {
                cursor.endPart();
            }
            return to;
        }
        return to == from ? WAIT : to;
    }

    /** Ends a part of the line at {@code at}, where the line may end. */
    int end(int from, int at, FileCursor cursor, EventSink sink) {
        if (window.endsLine(at)) {
            return endLine(from, at, cursor, sink);
        }
        cursor.passed(at - from);
        cursor.endPart();
        return at;
    }

    /**
     * The line feed that follows the part that ends at {@code at}, or {@code at} itself if more than a few blanks precede it
     * or other bytes follow; {@link #WAIT} while it is not known.
     */
    int behind(int at) {
        int next = window.skipBlanks(at, at + LineSplitter.LONGEST_HEAD + 1);
        if (next - at > LineSplitter.LONGEST_HEAD) {
            return at;
        }
        return next == window.length() ? WAIT : window.endsLine(next) ? next : at;
    }

    /** Ends the line with the line feed at {@code end}. */
    int endLine(int from, int end, FileCursor cursor, EventSink sink) {
        if (!cursor.hasPassedEvent()) {
            sink.emptyLine();
        }
        sink.lineRead();
        cursor.passed(end + 1 - from);
        cursor.endLine();
        return end + 1;
    }

    /**
     * The end of the envelope whose events end at {@code bracket}: after its closing brace, or the end of the part if other
     * members precede the brace; {@link JsonScan#BROKEN} if it is malformed, {@link #FAR} or {@link #WAIT} if that end is
     * not seen.
     */
    int close(int bracket) {
        int far = bracket + maxEventBytes + LineSplitter.LONGEST_HEAD;
        int stop = window.stop();
        int reach = Math.min(stop, far);
        int at = window.skipBlanks(bracket + 1, reach);
        if (at < reach && window.at(at) == '}') {
            return at + 1;
        }
        if (at < reach && window.at(at) != ',') {
            return JsonScan.BROKEN;
        }
        if (!window.isKnown() || stop > far) {
            return reach == far ? FAR : WAIT;
        }
        if (at == stop) {
            return JsonScan.BROKEN;
        }
        // Nodes do not write members there, so this path is careful rather than fast.
        byte[] members = Arrays.copyOfRange(window.bytes(), at, stop);
        members[0] = '{';
        return slowReader.isMembers(members, 0, members.length) ? stop : JsonScan.BROKEN;
    }
}
