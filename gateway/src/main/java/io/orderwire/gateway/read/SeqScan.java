package io.orderwire.gateway.read;

import java.nio.charset.StandardCharsets;

/**
 * Reads the sequence out of an order without parsing it. Our parser writes {@code {"pos":"…","part":N,"seq":N,…}}, a
 * position without escapes: that is all it knows.
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
        at += PART.length;
        while (at < value.length && isDigit(value[at])) {
            at++;
        }
        return startsWith(value, at, SEQ) ? number(value, at + SEQ.length) : -1;
    }

    private static long number(byte[] value, int from) {
        long number = 0;
        int at = from;
        while (at < value.length && isDigit(value[at]) && at - from < MOST_DIGITS) {
            number = number * 10 + value[at] - '0';
            at++;
        }
        return at > from && at < value.length && value[at] == ',' ? number : -1;
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
