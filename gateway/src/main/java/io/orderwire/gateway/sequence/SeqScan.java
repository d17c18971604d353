package io.orderwire.gateway.sequence;

import io.orderwire.contract.position.Position;
import java.nio.charset.StandardCharsets;

/**
 * Reads position, partition and sequence of an order without parsing it. It knows only the form that our parser writes,
 * {@code {"pos":"…","part":N,"seq":N,…}} with a position without escapes.
 */
final class SeqScan {
    private static final byte[] POS = ascii("{\"pos\":\"");
    private static final byte[] PART = ascii("\",\"part\":");
    private static final byte[] SEQ = ascii(",\"seq\":");
    private static final int LONGEST_POS = 64;
    private static final int MOST_DIGITS = 18;

    private SeqScan() {}

    /** The sequence, or -1 when the value does not begin as expected. */
    static long seq(byte[] value) {
        int at = part(value);
        while (at > 0 && at < value.length && isDigit(value[at])) {
            at++;
        }
        return at > 0 && startsWith(value, at, SEQ) ? number(value, at + SEQ.length, ',') : -1;
    }

    /** The partition, or -1 when the value does not begin as expected. */
    static long partition(byte[] value) {
        int at = part(value);
        return at < 0 ? -1 : number(value, at, ',');
    }

    /** The index of the partition's number, or -1. */
    private static int part(byte[] value) {
        if (!startsWith(value, 0, POS)) {
            return -1;
        }
        int at = POS.length;
        int end = Math.min(value.length, at + LONGEST_POS);
        while (at < end && value[at] != '"') {
            if (value[at] == '\\') {
                return -1;
            }
            at++;
        }
        if (!startsWith(value, at, PART)) {
            return -1;
        }
        return at + PART.length;
    }

    /** Returns true if an order is after another one in the node's files; false if a position cannot be read. */
    static boolean isBehind(byte[] order, byte[] other) {
        try {
            return position(order).compareTo(position(other)) > 0;
        } catch (IllegalArgumentException expected) {
            return false;
        }
    }

    private static Position position(byte[] value) {
        int to = part(value) - PART.length;
        if (to < 0) {
            throw new IllegalArgumentException("no position");
        }
        return Position.parse(new String(value, POS.length, to - POS.length, StandardCharsets.ISO_8859_1));
    }

    private static long number(byte[] value, int from, char end) {
        long number = 0;
        int at = from;
        while (at < value.length && isDigit(value[at]) && at - from < MOST_DIGITS) {
            number = number * 10 + value[at] - '0';
            at++;
        }
        return at > from && at < value.length && value[at] == end ? number : -1;
    }

    private static boolean startsWith(byte[] value, int from, byte[] wanted) {
        if (value.length - from < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (value[from + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
