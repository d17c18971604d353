package io.orderwire.ingestor.split;

import io.orderwire.contract.order.LineReader;
import io.orderwire.contract.order.Users;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Scans the members of one object: finds the user of an event, or the events of an envelope. Holds the result of the last scan.
 */
final class ObjectScan {
    private static final byte[] USER = "user".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENTS = "events".getBytes(StandardCharsets.US_ASCII);

    /** Number of bytes in JSON's escape of a letter by its code. */
    private static final int ESCAPE_LENGTH = 6;

    private final LineReader slowReader = new LineReader();
    private final byte[] user = new byte[Users.LENGTH];
    private boolean userFound;
    private boolean escaped;
    private int eventsAt;

    /**
     * Scans an event from its opening brace. An event that is not JSON does not have a user, and ends where its braces and
     * brackets balance, so that the events after it are not lost.
     *
     * @return the index after its closing brace, or {@link JsonScan#BROKEN}
     */
    int event(byte[] bytes, int from, int to) {
        int end = walk(bytes, from, to, false);
        if (end != JsonScan.BROKEN) {
            return end;
        }
        userFound = false;
        escaped = false;
        return JsonScan.skipContainer(bytes, from, to);
    }

    /**
     * Scans a line's object from its opening brace, up to its array of events if it has one.
     *
     * @return the index after its closing brace, or after the bracket that opens the events (then {@link #isEnvelope()}), or
     *     {@link JsonScan#BROKEN}
     */
    int line(byte[] bytes, int from, int to) {
        return walk(bytes, from, to, true);
    }

    private int walk(byte[] bytes, int from, int to, boolean stopAtEvents) {
        userFound = false;
        escaped = false;
        eventsAt = JsonScan.BROKEN;
        boolean userSeen = false;
        int i = JsonScan.skipWhitespace(bytes, from + 1, to);
        if (i < to && bytes[i] == '}') {
            return i + 1;
        }
        while (i < to && bytes[i] == '"') {
            int keyFrom = i + 1;
            i = JsonScan.skipString(bytes, i, to);
            if (i == JsonScan.BROKEN) {
                return i;
            }
            int keyTo = i - 1;
            i = JsonScan.skipWhitespace(bytes, i, to);
            if (i >= to || bytes[i] != ':') {
                return JsonScan.BROKEN;
            }
            i = JsonScan.skipWhitespace(bytes, i + 1, to);
            if (i >= to) {
                return JsonScan.BROKEN;
            }
            if (stopAtEvents && bytes[i] == '[' && isEscaped(EVENTS, bytes, keyFrom, keyTo)) {
                eventsAt = i + 1;
                return eventsAt;
            }
            int valueFrom = i;
            i = JsonScan.skipValue(bytes, i, to);
            if (i == JsonScan.BROKEN) {
                return i;
            }
            if (!userSeen && is(USER, bytes, keyFrom, keyTo)) {
                userSeen = true;
                takeUser(bytes, valueFrom, i);
            }
            escaped |= hasBackslash(bytes, keyFrom, keyTo);
            i = JsonScan.skipWhitespace(bytes, i, to);
            if (i < to && bytes[i] == '}') {
                return i + 1;
            }
            if (i >= to || bytes[i] != ',') {
                return JsonScan.BROKEN;
            }
            i = JsonScan.skipWhitespace(bytes, i + 1, to);
        }
        return JsonScan.BROKEN;
    }

    private void takeUser(byte[] bytes, int from, int to) {
        if (bytes[from] == '"') {
            userFound = Users.copyLowerCase(bytes, from + 1, to - 1, user);
            escaped |= !userFound && hasBackslash(bytes, from, to);
        }
    }

    private static boolean is(byte[] name, byte[] bytes, int from, int to) {
        if (to - from != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes are this name, in which each letter may be written as itself or as its JSON escape. */
    private static boolean isEscaped(byte[] name, byte[] bytes, int from, int to) {
        int at = from;
        for (byte letter : name) {
            if (at < to && bytes[at] == letter) {
                at++;
            } else if (isEscape(letter, bytes, at, to)) {
                at += ESCAPE_LENGTH;
            } else {
                return false;
            }
        }
        return at == to;
    }

    private static boolean isEscape(byte letter, byte[] bytes, int at, int to) {
        return at + ESCAPE_LENGTH <= to
                && bytes[at] == '\\'
                && bytes[at + 1] == 'u'
                && bytes[at + 2] == '0'
                && bytes[at + 3] == '0'
                && Character.digit(bytes[at + 4], 16) == letter >> 4
                && Character.digit(bytes[at + 5], 16) == (letter & 15);
    }

    private static boolean hasBackslash(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** True if the last scanned line has an array of events. */
    boolean isEnvelope() {
        return eventsAt != JsonScan.BROKEN;
    }

    /**
     * The user of the event in {@code [from, to)}, which must be the event of the last scan, or null if it does not have a
     * user. In lower case; overwritten by the next scan.
     */
    byte @Nullable [] userOf(byte[] bytes, int from, int to) {
        if (escaped) {
            // A name or the user has an escape, which the scan does not decode because it only compares bytes.
            return slowReader.readUser(bytes, from, to) ? slowReader.user() : null;
        }
        return userFound ? user : null;
    }
}
