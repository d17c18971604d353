package io.orderwire.ingestor.split;

import io.orderwire.contract.position.Source;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the beginning of a line, or of the rest of a line after an earlier part: states {@link State#LINE} and {@link
 * State#WITHIN_LINE}. The {@link Piece} is a bare event, a line with one event, an empty envelope, the head of an envelope (the
 * {@link EnvelopeReader} is next), or garbage.
 */
final class PartReader {
    private final boolean byBlock;
    private final boolean envelopes;
    private final Limits limits;
    private final Window window;
    private final Piece piece;
    private final Garbage garbage;
    private final EnvelopeEnd end;
    private final UsualLines usual;
    private final ObjectScan line = new ObjectScan();
    private final ObjectScan event = new ObjectScan();

    PartReader(Source source, Limits limits, Window window, Piece piece, Garbage garbage, EnvelopeEnd end) {
        this.byBlock = source == Source.BY_BLOCK;
        this.envelopes = source != Source.PLAIN;
        this.limits = limits;
        this.window = window;
        this.piece = piece;
        this.garbage = garbage;
        this.end = end;
        this.usual = new UsualLines(limits, new Marker(source), piece);
    }

    /**
     * @param cannotGrow whether to handle the bytes although the end of the line is not among them
     */
    Piece read(int from, boolean cannotGrow, FileCursor cursor) {
        boolean mayBeUsual = !byBlock && cursor.state() == State.LINE;
        // Most lines end here.
        if (mayBeUsual && usual.read(window.bytes(), from, window.length(), cursor.offset())) {
            return piece;
        }
        int lineFeed = window.lineFeed(from);
        if (lineFeed < 0 && !cannotGrow) {
            return piece.incomplete();
        }
        scan(from, lineFeed, cursor);
        if (mayBeUsual && lineFeed >= 0) {
            usual.learn(window.bytes(), from, lineFeed);
        }
        return piece;
    }

    /** Number of lines with their end that were scanned; 0 in the by-block shape, whose events count instead. */
    long unusual() {
        return usual.unusual();
    }

    private Piece scan(int from, int lineFeed, FileCursor cursor) {
        int start = window.skipBlanks(from, lineFeed < 0 ? window.length() : lineFeed);
        if (start - from > Limits.LONGEST_HEAD) {
            return piece.silent().thenSkip(from, Skip.ofBlanks());
        }
        if (start == window.length()) {
            return piece.incomplete();
        }
        if (start == lineFeed) {
            return piece.silent().then(lineFeed, State.LINE);
        }
        window.look(start + 1, true);
        // An event that may share its line has the position of its brace; any other line has the position of its first
        // byte.
        boolean shared = byBlock || cursor.state() == State.WITHIN_LINE;
        long position = shared ? cursor.offset() + start - from : cursor.offset();
        if (window.at(start) != '{') {
            return garbage.from(start, position, true);
        }
        int far = limits.far(start);
        int opened = line.line(window.bytes(), start, Math.min(window.stop(), far));
        if (opened == JsonScan.BROKEN) {
            return garbage.unlessMoreFollows(start, far, position, true, State.GARBAGE);
        }
        return line.isEnvelope() ? envelope(start, opened, position) : bare(start, opened, position);
    }

    private Piece bare(int start, int closed, long position) {
        int after = window.lineFeedOr(closed);
        if (after == Window.INCOMPLETE) {
            return piece.incomplete();
        }
        byte[] bytes = window.bytes();
        return piece.passes(Piece.Kind.EVENT, bytes, start, closed, position, line.userOf(bytes, start, closed))
                .then(after, window.stateAfter(after));
    }

    private Piece envelope(int start, int opened, long position) {
        if (!envelopes) {
            // Each event of the envelope begins like a marker.
            window.look(opened, false);
        }
        int stop = window.stop();
        int far = limits.far(start);
        int first = window.skipBlanks(opened, Math.min(stop, far));
        if (opened - start > Limits.LONGEST_HEAD) {
            return first < Math.min(stop, far) && window.at(first) == ']'
                    ? empty(start, opened, first, position)
                    : longHead(start, opened, far, position);
        }
        if (byBlock && first < stop && window.at(first) != ']' || first - start > Limits.LONGEST_HEAD) {
            return open(start, opened);
        }
        if (first == stop) {
            return window.isKnown() ? garbage.from(start, position, envelopes) : piece.incomplete();
        }
        return switch (window.at(first)) {
            case ']' -> empty(start, opened, first, position);
            case '{' -> single(start, opened, first, position);
            default -> garbage.from(start, position, envelopes);
        };
    }

    /** An envelope without events. */
    private Piece empty(int start, int opened, int bracket, long position) {
        int closed = end.after(bracket);
        if (closed == JsonScan.BROKEN) {
            return garbage.from(start, position, envelopes);
        }
        if (closed == EnvelopeEnd.FAR) {
            return opened - start > Limits.LONGEST_HEAD
                    ? garbage.skipped(start, position, envelopes)
                    : open(start, opened);
        }
        int after = closed == Window.INCOMPLETE ? closed : window.lineFeedOr(closed);
        if (after == Window.INCOMPLETE) {
            return piece.incomplete();
        }
        return piece.passes(Piece.Kind.EMPTY_ENVELOPE, window.bytes(), start, opened, position, null)
                .then(after, window.stateAfter(after));
    }

    /** An envelope with an event, of a shape other than by-block. It is passed on unchanged if the event is the only one. */
    private Piece single(int start, int opened, int first, long position) {
        byte[] bytes = window.bytes();
        int stop = window.stop();
        int far = first + limits.maxEventBytes();
        int after = event.event(bytes, first, Math.min(stop, far));
        if (after == JsonScan.BROKEN) {
            return garbage.unlessMoreFollows(start, far, position, envelopes, State.GARBAGE);
        }
        int farEnd = limits.far(start);
        if (window.isKnown() && stop <= farEnd && window.endsLine(stop) && end.isAllUntilStop(after)) {
            return piece.passes(Piece.Kind.LINE, bytes, start, stop, position, event.userOf(bytes, first, after))
                    .then(stop, State.LINE);
        }
        return !window.isKnown() && stop < farEnd ? piece.incomplete() : open(start, opened);
    }

    private Piece open(int start, int opened) {
        return piece.opens(Arrays.copyOfRange(window.bytes(), start, opened)).then(opened, State.ENVELOPE);
    }

    /** An envelope whose head is too long to be repeated for each event: it is passed on as one event. */
    private Piece longHead(int start, int opened, int far, long position) {
        byte[] bytes = window.bytes();
        int stop = window.stop();
        if (!window.isKnown() || stop > far) {
            return garbage.unlessMoreFollows(start, far, position, envelopes, State.GARBAGE);
        }
        int first = window.skipBlanks(opened, stop);
        int after = first < stop && bytes[first] == '{' ? event.event(bytes, first, stop) : JsonScan.BROKEN;
        byte @Nullable [] user = after == JsonScan.BROKEN ? null : event.userOf(bytes, first, after);
        return piece.passes(Piece.Kind.EVENT, bytes, start, stop, position, user)
                .then(stop, window.stateAfter(stop));
    }
}
