package io.orderwire.ingestor.split;

import io.orderwire.contract.order.LineReader;
import java.util.Arrays;

/** Finds the end of an envelope after its events. Only reads the window; the reader that calls it describes the piece. */
final class EnvelopeEnd {
    /** The end is too far away to be read as a whole. */
    static final int FAR = -4;

    private final Limits limits;
    private final Window window;
    private final LineReader slowReader = new LineReader();

    EnvelopeEnd(Limits limits, Window window) {
        this.limits = limits;
        this.window = window;
    }

    /**
     * The end of the envelope whose array of events ends with the bracket at {@code bracket}.
     *
     * @return the index after the closing brace, or the window's stop if other members precede the brace;
     *     {@link JsonScan#BROKEN} if the envelope is malformed, {@link #FAR} or {@link Window#INCOMPLETE} if the end is not seen
     */
    int after(int bracket) {
        int far = limits.far(bracket);
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
            return reach == far ? FAR : Window.INCOMPLETE;
        }
        if (at == stop) {
            return JsonScan.BROKEN;
        }
        // Nodes do not write members there, so this path need not be fast.
        byte[] members = Arrays.copyOfRange(window.bytes(), at, stop);
        members[0] = '{';
        return slowReader.isMembers(members, 0, members.length) ? stop : JsonScan.BROKEN;
    }

    /** Whether {@code [from, stop)} contains only the end of the envelope and blanks. */
    boolean isAllUntilStop(int from) {
        int stop = window.stop();
        int bracket = window.skipBlanks(from, stop);
        if (bracket == stop || window.at(bracket) != ']') {
            return false;
        }
        int closed = after(bracket);
        return closed >= 0 && window.skipBlanks(closed, stop) == stop;
    }
}
