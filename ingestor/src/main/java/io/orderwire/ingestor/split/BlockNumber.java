package io.orderwire.ingestor.split;

import java.nio.charset.StandardCharsets;

/** Finds the number of a block in the head of its envelope, whose members may have blanks between them. Does not allocate. */
public final class BlockNumber {
    private static final byte[] NAME = "\"block_number\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENTS = "\"events\"".getBytes(StandardCharsets.US_ASCII);

    /** The events begin at most so many bytes after the head, or the envelope counts as one without a number. */
    static final int WITHIN = 512;

    private static final int MAX_DIGITS = 18;

    private BlockNumber() {}

    /** The number, or -1 if there is no number before the events. */
    public static long of(byte[] bytes, int from, int to) {
        return before(eventsFrom(bytes, from, to), bytes, from);
    }

    /**
     * The number between {@code from} and {@code events}, which is the result of {@link #eventsFrom}; -1 if there is no number.
     */
    public static long before(int events, byte[] bytes, int from) {
        return read(numberFrom(events, bytes, from), bytes, events);
    }

    /** Index at which the value of the number between {@code from} and {@code events} begins, or -1. */
    static int numberFrom(int events, byte[] bytes, int from) {
        return value(NAME, bytes, from, events);
    }

    /** The number that begins at {@code from}, which may be negative: then, and without a digit there, -1. */
    static long read(int from, byte[] bytes, int events) {
        int at = from;
        if (at < 0) {
            return -1;
        }
        long number = 0;
        int digits = 0;
        while (at < events && bytes[at] >= '0' && bytes[at] <= '9' && digits < MAX_DIGITS) {
            number = 10 * number + bytes[at++] - '0';
            digits++;
        }
        return digits == 0 ? -1 : number;
    }

    /** Index at which the events begin, or -1. */
    public static int eventsFrom(byte[] bytes, int from, int to) {
        return eventsWithin(bytes, from, Math.min(to, from + WITHIN));
    }

    /** Like {@link #eventsFrom}, however far from the head. */
    static int eventsWithin(byte[] bytes, int from, int end) {
        int at = value(EVENTS, bytes, from, end);
        return at >= 0 && at < end && bytes[at] == '[' ? at + 1 : -1;
    }

    /** Index at which the value of the first member in {@code [from, to)} with the quoted name {@code name} begins, or -1. */
    public static int value(byte[] name, byte[] bytes, int from, int to) {
        for (int at = from; at <= to - name.length; at++) {
            if (bytes[at] == '"' && matches(name, bytes, at)) {
                int colon = skipBlanks(bytes, at + name.length, to);
                if (colon < to && bytes[colon] == ':') {
                    return skipBlanks(bytes, colon + 1, to);
                }
            }
        }
        return -1;
    }

    private static int skipBlanks(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean matches(byte[] name, byte[] bytes, int at) {
        for (int i = 1; i < name.length; i++) {
            if (bytes[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }
}
