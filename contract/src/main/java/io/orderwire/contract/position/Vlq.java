package io.orderwire.contract.position;

import java.util.Arrays;

/**
 * Non-negative numbers as text, in unsigned Base64 VLQ: five bits per character, the lowest bits first, and the sixth bit
 * (value 32) set if more characters follow, over the alphabet {@code A-Za-z0-9+/}.
 */
public final class Vlq {
    private static final byte[] DIGITS = alphabet();
    private static final byte[] VALUES = values();
    private static final int MAX_CHARACTERS = 13;

    /** Largest value of the 13th character: the 12 before it hold 60 of the 63 bits of a long without its sign. */
    private static final int MAX_LAST_DIGIT = 7;

    private Vlq() {}

    /** Writes a series of numbers. Not thread-safe. */
    public static final class Writer {
        private byte[] text = new byte[256];
        private int length;

        /** Appends a number that is not negative. */
        public void add(long number) {
            if (text.length - length < MAX_CHARACTERS) {
                text = Arrays.copyOf(text, text.length * 2);
            }
            long rest = number;
            do {
                int digit = (int) (rest & 31);
                rest >>>= 5;
                text[length++] = DIGITS[rest == 0 ? digit : digit | 32];
            } while (rest != 0);
        }

        /** A copy of the text since the last {@link #clear()}. */
        public byte[] text() {
            return Arrays.copyOf(text, length);
        }

        /** Forgets all, for reuse. */
        public void clear() {
            length = 0;
        }
    }

    /** Reads a series of numbers. Not thread-safe. */
    public static final class Reader {
        private final byte[] text;
        private int next;

        /** Starts before the first number. */
        public Reader(byte[] text) {
            this.text = text;
        }

        /** The next number, or -1 if all have been read or the text is malformed. */
        public long next() {
            long number = 0;
            for (int shift = 0; next < text.length && shift < 5 * MAX_CHARACTERS; shift += 5) {
                int digit = VALUES[text[next++] & 0xff];
                if (digit < 0 || shift == 5 * (MAX_CHARACTERS - 1) && digit > MAX_LAST_DIGIT) {
                    return -1;
                }
                number |= (long) (digit & 31) << shift;
                if ((digit & 32) == 0) {
                    return number;
                }
            }
            return -1;
        }

        /** True if all of the text has been read. */
        public boolean atEnd() {
            return next == text.length;
        }
    }

    private static byte[] alphabet() {
        byte[] digits = new byte[64];
        for (int i = 0; i < 26; i++) {
            digits[i] = (byte) ('A' + i);
            digits[26 + i] = (byte) ('a' + i);
        }
        for (int i = 0; i < 10; i++) {
            digits[52 + i] = (byte) ('0' + i);
        }
        digits[62] = '+';
        digits[63] = '/';
        return digits;
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < DIGITS.length; i++) {
            values[DIGITS[i]] = (byte) i;
        }
        return values;
    }
}
