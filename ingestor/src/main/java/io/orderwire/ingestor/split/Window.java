package io.orderwire.ingestor.split;

/**
 * The bytes that a splitter was given, and where the part of a line that begins among them has to end: with the line, or
 * where a {@link Marker} is. Searches for each of them once for all events of a line. Not thread-safe.
 */
final class Window {
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

    /** Looks for the end of what may begin before {@code from}; indexes must not fall during a line. */
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

    /** The index of the line feed or marker, or behind the last byte that can be judged if neither was found. */
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

    /** The first byte from {@code from} on, before {@code to}, that is not blank. */
    int skipBlanks(int from, int to) {
        return JsonScan.skipWhitespace(bytes, from, Math.min(to, length));
    }
}
