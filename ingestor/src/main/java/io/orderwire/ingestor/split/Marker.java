package io.orderwire.ingestor.split;

import io.orderwire.contract.position.Source;
import io.orderwire.contract.text.ByteSearch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the beginning of a whole envelope or event within a line, after garbage caused by a killed node or a power failure. The
 * marker of an envelope is its head: the first member {@code local_time}, further members with plain values, and {@code events}
 * up to the bracket. In the plain shape, the marker is the beginning of a bare event: the first member {@code time}, up to the
 * beginning of its {@code user}. All envelopes and events that real nodes wrote begin like this, and a node writes the marker
 * in one piece. It cannot be within a JSON string, where its quotes would be escaped. A head that was torn off is not a marker.
 */
final class Marker {
    /** Longest marker, bytes; nodes write markers of 120 bytes. */
    static final int LONGEST = 1024;

    private static final int NO = -1;
    private static final int UNDECIDED = -2;
    private static final byte[] EVENTS = ascii("\"events\":[");
    private static final byte[] USER = ascii("\"user\":\"0x");

    private final byte[] first;
    private final byte[] last;
    private boolean decided;

    Marker(Source source) {
        boolean plain = source == Source.PLAIN;
        first = ascii(plain ? "{\"time\":" : "{\"local_time\":");
        last = plain ? USER : EVENTS;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Where the first marker in {@code [from, to)} begins, or {@code to} if there is none. If {@code more} bytes may follow,
     * bytes that can still become a marker count as one, and the result is not {@link #decided()}.
     */
    int find(byte[] line, int from, int to, boolean more) {
        decided = true;
        for (int at = ByteSearch.indexOf(line, '{', from, to);
                at < to;
                at = ByteSearch.indexOf(line, '{', at + 1, to)) {
            int same = Math.min(first.length, to - at);
            // This is compared first, because few other objects have a name with this first letter.
            if (same > 2 && line[at + 2] != first[2] || !Arrays.equals(line, at, at + same, first, 0, same)) {
                continue;
            }
            boolean cut = more && to < at + LONGEST;
            int end =
                    same < first.length ? cut ? UNDECIDED : NO : end(line, at + same, Math.min(to, at + LONGEST), cut);
            if (end != NO) {
                decided = end != UNDECIDED;
                return at;
            }
        }
        return to;
    }

    /** Whether {@code [from, to)} has the first bytes of a marker, whatever follows them. */
    boolean begins(byte[] line, int from, int to) {
        for (int at = ByteSearch.indexOf(line, '{', from, to);
                at <= to - first.length;
                at = ByteSearch.indexOf(line, '{', at + 1, to)) {
            if (Arrays.equals(line, at, at + first.length, first, 0, first.length)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the last call of {@link #find} had enough bytes for its result. */
    boolean decided() {
        return decided;
    }

    /**
     * Checks the members of a head from its first value on: names and plain values up to the last name. Stops at the latest
     * where the next marker may begin, so that the search reads each byte at most twice.
     *
     * @return the index after the marker, {@link #NO}, or {@link #UNDECIDED} if the result depends on more bytes
     */
    private int end(byte[] line, int value, int to, boolean more) {
        int ended = more ? UNDECIDED : NO;
        int at = JsonScan.skipWhitespace(line, value, to);
        while (at < to) {
            at = scalar(line, at, to);
            if (at < 0) {
                return at == UNDECIDED ? ended : NO;
            }
            at = JsonScan.skipWhitespace(line, at, to);
            if (at == to) {
                return ended;
            }
            if (line[at] != ',') {
                return NO;
            }
            at = JsonScan.skipWhitespace(line, at + 1, to);
            int same = Math.min(last.length, to - at);
            if (Arrays.equals(line, at, at + same, last, 0, same)) {
                return same == last.length ? at + same : ended;
            }
            if (line[at] != '"') {
                return NO;
            }
            int name = JsonScan.skipString(line, at, to);
            if (name == JsonScan.BROKEN) {
                return ended;
            }
            at = JsonScan.skipWhitespace(line, name, to);
            if (at < to && line[at] != ':') {
                return NO;
            }
            at = JsonScan.skipWhitespace(line, Math.min(to, at + 1), to);
        }
        return ended;
    }

    /** The index after a string, number or other plain value; {@link #UNDECIDED} if it does not end. */
    private static int scalar(byte[] line, int from, int to) {
        if (line[from] == '"') {
            int end = JsonScan.skipString(line, from, to);
            return end == JsonScan.BROKEN ? UNDECIDED : end;
        }
        int at = from;
        while (at < to && line[at] != ',' && !JsonScan.isWhitespace(line[at])) {
            byte b = line[at];
            if (b == '"' || b == '{' || b == '}' || b == '[' || b == ']' || b == ':') {
                return NO;
            }
            at++;
        }
        return at == from ? NO : at == to ? UNDECIDED : at;
    }
}
