package io.orderwire.ingestor.split;

/** Splits the inside of an envelope: each of its events becomes an envelope of its own. Not thread-safe. */
final class Blocks {
    private static final byte[] COMMA = {','};

    private final int maxEventBytes;
    private final boolean seeksMarker;
    private final Window window;
    private final Emitter out;
    private final Parts parts;
    private final ObjectScan event = new ObjectScan();

    /** @param seeksMarker whether an event cannot contain what the marker is, so that one ends the envelope */
    Blocks(int maxEventBytes, boolean seeksMarker, Window window, Emitter out, Parts parts) {
        this.maxEventBytes = maxEventBytes;
        this.seeksMarker = seeksMarker;
        this.window = window;
        this.out = out;
        this.parts = parts;
    }

    /** One step: the next event, the end of the envelope, or what breaks it. */
    int step(int from, FileCursor cursor, byte[] head, EventSink sink) {
        window.look(from, seeksMarker);
        int stop = window.stop();
        int comma = window.skipBlanks(from, stop);
        if (comma - from > LineSplitter.LONGEST_HEAD) {
            return blanks(from, from, cursor);
        }
        int at = comma;
        if (comma < stop && window.at(comma) == ',' && !cursor.hasPassedComma()) {
            at = window.skipBlanks(comma + 1, stop);
            if (at - comma > LineSplitter.LONGEST_HEAD) {
                cursor.passed(comma - from);
                cursor.passedComma();
                return blanks(comma + 1, comma + 1, cursor);
            }
        }
        if (at == stop) {
            return window.isKnown() ? torn(from, comma, at, cursor, head, sink) : Parts.WAIT;
        }
        return switch (window.at(at)) {
            case '{' -> event(from, at, cursor, head, sink);
            case ']' -> close(from, at, cursor, sink);
            default -> parts.garbage(from, at, cursor.offset() + at - from, seeksMarker, cursor, sink);
        };
    }

    /** Passed as such, because otherwise the cursor could not move past a buffer full of blanks. */
    private static int blanks(int from, int at, FileCursor cursor) {
        return Parts.skip(from, at, new Skip(Skip.Kind.BLANKS, 0, false), cursor);
    }

    /** The envelope breaks off between two events. Bytes that are part of neither are an event that the parser rejects. */
    private int torn(int from, int comma, int at, FileCursor cursor, byte[] head, EventSink sink) {
        if (!cursor.hasPassedBlockEvent()) {
            out.line(head, 0, head.length, cursor.lineStart(), null, sink);
            cursor.passedEvent();
        } else if (cursor.hasPassedComma() || comma < at) {
            long position = cursor.hasPassedComma() ? cursor.commaAt() : cursor.offset() + comma - from;
            out.line(COMMA, 0, 1, position, null, sink);
        }
        sink.torn();
        return parts.end(from, at, cursor, sink);
    }

    private int event(int from, int at, FileCursor cursor, byte[] head, EventSink sink) {
        int stop = window.stop();
        int far = at + maxEventBytes;
        long position = cursor.offset() + at - from;
        int after = event.event(window.bytes(), at, Math.min(stop, far));
        if (after != JsonScan.BROKEN && cursor.isUnrolledTooFar()) {
            return Parts.skip(from, at, new Skip(Skip.Kind.GARBAGE, position, seeksMarker), cursor);
        }
        if (after != JsonScan.BROKEN) {
            out.unrolled(window.bytes(), at, after, position, head, event, cursor, sink);
            cursor.passed(after - from);
            cursor.passedEvent();
            return after;
        }
        if (window.isKnown() && stop <= far) {
            return parts.garbage(from, at, position, seeksMarker, cursor, sink);
        }
        return stop < far ? Parts.WAIT : Parts.skip(from, at, new Skip(Skip.Kind.EVENT, position, seeksMarker), cursor);
    }

    private int close(int from, int bracket, FileCursor cursor, EventSink sink) {
        long position = cursor.offset() + bracket - from;
        int closed = parts.close(bracket);
        if (closed == JsonScan.BROKEN) {
            return parts.garbage(from, bracket, position, seeksMarker, cursor, sink);
        }
        if (closed == Parts.FAR) {
            return Parts.skip(from, bracket, new Skip(Skip.Kind.TAIL, position, seeksMarker), cursor);
        }
        int behind = closed == Parts.WAIT ? Parts.WAIT : parts.behind(closed);
        return behind == Parts.WAIT ? Parts.WAIT : parts.end(from, behind, cursor, sink);
    }
}
