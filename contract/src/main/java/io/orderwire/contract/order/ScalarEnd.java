package io.orderwire.contract.order;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where a scalar value of JSON ends, if the value is written as the node writes it: ASCII, strings without escapes,
 * numbers without an exponent. Every value that it accepts is valid JSON; the JSON reader has to read all others. Reads
 * strings eight bytes at a time.
 */
final class ScalarEnd {
    /** The value is not valid, is written in another way, or does not end. */
    static final int NONE = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long ZEROS = ONES * '0';
    private static final long ABOVE_9 = ONES * (0x80 - 10);
    private static final long BLANKS = ONES * ' ';

    private ScalarEnd() {}

    /** The index after the value that begins at {@code at}, or {@link #NONE}. */
    static int of(byte[] b, int at, int to) {
        if (at >= to) {
            return NONE;
        }
        return switch (b[at]) {
            case '"' -> string(b, at, to);
            case 't' -> word(b, at, to, "true");
            case 'f' -> word(b, at, to, "false");
            case 'n' -> word(b, at, to, "null");
            default -> number(b, at, to);
        };
    }

    /** The index after the string that begins at {@code at}, or {@link #NONE}. */
    static int string(byte[] b, int at, int to) {
        if (at >= to || b[at] != '"') {
            return NONE;
        }
        int i = at + 1;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long x = (long) LONGS.get(b, i);
            long quote = x ^ QUOTES;
            long backslash = x ^ BACKSLASHES;
            // The lowest bit that is set marks the first byte that ends the run; bits above it may be wrong.
            long stop = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((x - BLANKS) & ~x) | x)
                    & HIGH_BITS;
            if (stop != 0) {
                int end = i + (Long.numberOfTrailingZeros(stop) >>> 3);
                return b[end] == '"' ? end + 1 : NONE;
            }
        }
        for (; i < to; i++) {
            byte c = b[i];
            if (c == '"') {
                return i + 1;
            }
            if (c < ' ' || c == '\\') {
                return NONE;
            }
        }
        return NONE;
    }

    /** The index after the integer that begins at {@code at}, or {@link #NONE} also if it has a fraction. */
    static int integer(byte[] b, int at, int to) {
        int first = at < to && b[at] == '-' ? at + 1 : at;
        int end = digits(b, first, to);
        if (end == first || b[first] == '0' && end > first + 1) {
            return NONE;
        }
        return end < to && (b[end] == '.' || b[end] == 'e' || b[end] == 'E') ? NONE : end;
    }

    private static int number(byte[] b, int at, int to) {
        int first = b[at] == '-' ? at + 1 : at;
        int end = digits(b, first, to);
        if (end == first || b[first] == '0' && end > first + 1) {
            return NONE;
        }
        if (end < to && b[end] == '.') {
            int fraction = end + 1;
            end = digits(b, fraction, to);
            if (end == fraction) {
                return NONE;
            }
        }
        return end < to && (b[end] == 'e' || b[end] == 'E') ? NONE : end;
    }

    private static int digits(byte[] b, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long x = (long) LONGS.get(b, at) ^ ZEROS;
            // As in string(), only the lowest bit that is set is certain: it marks the first byte above 9.
            long stop = (x + ABOVE_9 | x) & HIGH_BITS;
            if (stop != 0) {
                return at + (Long.numberOfTrailingZeros(stop) >>> 3);
            }
        }
        while (at < to && b[at] >= '0' && b[at] <= '9') {
            at++;
        }
        return at;
    }

    private static int word(byte[] b, int at, int to, String word) {
        if (to - at < word.length()) {
            return NONE;
        }
        for (int i = 1; i < word.length(); i++) {
            if (b[at + i] != word.charAt(i)) {
                return NONE;
            }
        }
        return at + word.length();
    }
}
