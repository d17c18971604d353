package io.orderwire.orders;

import java.util.Arrays;

/**
 * The byte offsets of a raw record's lines, as text: for each line the distance from the one before it (from 0 for the
 * first), in unsigned Base64 VLQ: five bits a character, the lowest first, bit 6 set while more follow, over the
 * alphabet {@code A-Za-z0-9+/}. Lines of one record stand in file order, so a distance is never negative.
 */
public final class Offsets {
    private static final byte[] DIGITS = alphabet();
    private static final byte[] VALUES = values();
    private static final int MAX_CHARACTERS = 13;

    /** Highest value of the 13th character: the 12 before it hold 60 of the 63 bits of a long without its sign. */
    private static final int MAX_LAST_DIGIT = 7;

    private byte[] text = new byte[256];
    private int length;
    private long last;

    /** Appends an offset not below the last one. */
    public void add(long offset) {
        long rest = offset - last;
        if (rest < 0) {
            throw new IllegalArgumentException("offset " + offset + " after " + last);
        }
        if (text.length - length < MAX_CHARACTERS) {
            text = Arrays.copyOf(text, text.length * 2);
        }
        do {
            int digit = (int) (rest & 31);
            rest >>>= 5;
            text[length++] = DIGITS[rest == 0 ? digit : digit | 32];
        } while (rest != 0);
        last = offset;
    }

    /** The offsets added since the last {@link #clear()}, as a header value. */
    public byte[] toHeader() {
        return Arrays.copyOf(text, length);
    }

    /** Forgets all, for reuse. */
    public void clear() {
        length = 0;
        last = 0;
    }

    /** Reads a header value back, in order. */
    public static final class Reader {
        private final byte[] text;
        private int next;
        private long last;

        /** Starts before the first offset. */
        public Reader(byte[] text) {
            this.text = text;
        }

        /** The next offset, or -1 when there is none or the text is broken. */
        public long next() {
            long distance = 0;
            for (int shift = 0; next < text.length && shift < 5 * MAX_CHARACTERS; shift += 5) {
                int digit = VALUES[text[next++] & 0xff];
                if (digit < 0 || shift == 5 * (MAX_CHARACTERS - 1) && digit > MAX_LAST_DIGIT) {
                    return -1;
                }
                distance |= (long) (digit & 31) << shift;
                if ((digit & 32) == 0) {
                    last += distance;
                    return last < 0 ? -1 : last;
                }
            }
            return -1;
        }
    }

    /** True if the text holds exactly {@code count} offsets and nothing else. */
    public static boolean holds(byte[] text, int count) {
        Reader reader = new Reader(text);
        for (int i = 0; i < count; i++) {
            if (reader.next() < 0) {
                return false;
            }
        }
        return reader.next == text.length;
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
