package io.orderwire.ingestor.split;

import io.orderwire.contract.text.ByteSearch;

/**
 * The bytes of one call of the splitter, and the latest end of the part of a line that begins among them: the end of the line,
 * or the beginning of a {@link Marker}. Finds each end once for all events of a line. The reader of the cursor's {@link State}
 * then reads the bytes. Not thread-safe.
 */
final class Window {
    /** Returned instead of an index that depends on bytes after the window. */
    static final int INCOMPLETE = -3;

    private static final int UNKNOWN = -2;

    private final Marker marker;
    private byte[] bytes = {};
    private int length;
    private int lineFeed;
    private int searchedFrom;
    private int markerAt;
    private boolean markerDecided;
    private int stop;
    private boolean known;

    Window(Marker marker) {
        this.marker = marker;
    }

    /** Takes the next bytes. */
    void begin(byte[] newBytes, int newLength) {
        bytes = newBytes;
        length = newLength;
        lineFeed = UNKNOWN;
        searchedFrom = UNKNOWN;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    byte at(int index) {
        return bytes[index];
    }

    /** The first line feed from {@code from} on; negative when there is none. */
    int lineFeed(int from) {
        if (lineFeed == UNKNOWN || lineFeed >= 0 && lineFeed < from) {
            int found = ByteSearch.indexOf(bytes, '\n', from, length);
            lineFeed = found < length ? found : -1;
        }
        return lineFeed;
    }

    /**
     * Finds the stop of a part of the line. Calls for the same line must not decrease {@code from}.
     *
     * @param from first index at which the line feed or marker may be
     * @param seeksMarker whether the part ends before a marker too
     */
    void look(int from, boolean seeksMarker) {
        int feed = lineFeed(from);
        int end = feed < 0 ? length : feed;
        stop = end;
        known = feed >= 0;
        if (seeksMarker) {
            if (searchedFrom == UNKNOWN || from < searchedFrom || from > markerAt) {
                markerAt = marker.find(bytes, from, end, feed < 0);
                markerDecided = marker.decided();
                searchedFrom = from;
            }
            if (markerAt < end) {
                stop = markerAt;
                known = markerDecided;
            }
        }
    }

    /**
     * The index of the line feed or marker; if neither was found, the index after the last byte whose meaning does not depend
     * on later bytes.
     */
    int stop() {
        return stop;
    }

    /** Whether a line feed or a marker is at {@link #stop()}. */
    boolean isKnown() {
        return known;
    }

    /** Whether the line ends at {@code index}. */
    boolean endsLine(int index) {
        return index < length && bytes[index] == '\n';
    }

    /** The state after a part of the line that ends at {@code index}. */
    State stateAfter(int index) {
        return endsLine(index) ? State.LINE : State.WITHIN_LINE;
    }

    /**
     * The line feed after a part that ends at {@code end}, or {@code end} itself if other bytes or too many blanks precede
     * the line feed; {@link #INCOMPLETE} if that depends on bytes after the window.
     */
    int lineFeedOr(int end) {
        int next = skipBlanks(end, end + Limits.LONGEST_HEAD + 1);
        if (next - end > Limits.LONGEST_HEAD) {
            return end;
        }
        return next == length ? INCOMPLETE : endsLine(next) ? next : end;
    }

    /** The first byte from {@code from} on, before {@code to}, that is not blank. */
    int skipBlanks(int from, int to) {
        return JsonScan.skipWhitespace(bytes, from, Math.min(to, length));
    }
}
