package io.orderwire.gateway.sequence;

import io.orderwire.contract.position.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
        return seq(value, 0, value.length);
    }

    /** The same of the order at {@code [from, to)} of {@code bytes}. */
    static long seq(byte[] bytes, int from, int to) {
        int at = part(bytes, from, to);
        while (at > 0 && at < to && isDigit(bytes[at])) {
            at++;
        }
        return at > 0 && startsWith(bytes, at, to, SEQ) ? number(bytes, at + SEQ.length, to, ',') : -1;
    }

    /** The partition, or -1 when the value does not begin as expected. */
    static long partition(byte[] value) {
        int at = part(value, 0, value.length);
        return at < 0 ? -1 : number(value, at, value.length, ',');
    }

    /** The index of the partition's number, or -1. */
    private static int part(byte[] bytes, int from, int to) {
        if (!startsWith(bytes, from, to, POS)) {
            return -1;
        }
        int at = from + POS.length;
        int end = Math.min(to, at + LONGEST_POS);
        while (at < end && bytes[at] != '"') {
            if (bytes[at] == '\\') {
                return -1;
            }
            at++;
        }
        if (!startsWith(bytes, at, to, PART)) {
            return -1;
        }
        return at + PART.length;
    }

    /** The part of an order that {@link #isBehind} compares. */
    static byte[] head(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, Math.min(to, from + POS.length + LONGEST_POS + PART.length));
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
        int to = part(value, 0, value.length) - PART.length;
        if (to < 0) {
            throw new IllegalArgumentException("no position");
        }
        return Position.parse(new String(value, POS.length, to - POS.length, StandardCharsets.ISO_8859_1));
    }

    private static long number(byte[] value, int from, int to, char end) {
        long number = 0;
        int at = from;
        while (at < to && isDigit(value[at]) && at - from < MOST_DIGITS) {
            number = number * 10 + value[at] - '0';
            at++;
        }
        return at > from && at < to && value[at] == end ? number : -1;
    }

    private static boolean startsWith(byte[] value, int from, int to, byte[] wanted) {
        if (to - from < wanted.length) {
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
