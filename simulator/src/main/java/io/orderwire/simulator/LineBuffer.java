package io.orderwire.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Bytes of lines that were not written yet, in one array that is reused.
 *
 * <p>The writer flushes above a threshold; there must be room above it for one event (at most about 2 KiB).
 */
final class LineBuffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final long[] POWERS_OF_TEN = new long[19];

    static {
        POWERS_OF_TEN[0] = 1;
        for (int i = 1; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
        }
    }

    private final byte[] bytes;
    private int length;

    LineBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    void text(byte[] ascii) {
        text(ascii, 0, ascii.length);
    }

    void text(byte[] ascii, int from, int count) {
        System.arraycopy(ascii, from, bytes, length, count);
        length += count;
    }

    void character(char ascii) {
        bytes[length++] = (byte) ascii;
    }

    /** Writes a number that is not negative. */
    void integer(long value) {
        int digits = 1;
        while (digits < POWERS_OF_TEN.length && value >= POWERS_OF_TEN[digits]) {
            digits++;
        }
        digits(value, digits);
    }

    /** Writes the last digits of a number, with leading zeros. */
    void digits(long value, int count) {
        long rest = value;
        for (int at = length + count - 1; at >= length; at--) {
            long tenth = rest / 10;
            bytes[at] = (byte) ('0' + rest - tenth * 10);
            rest = tenth;
        }
        length += count;
    }

    /** Writes {@code unscaled / 10^scale} as the node writes prices and sizes: at least one fraction digit. */
    void decimal(long unscaled, int scale) {
        fixedPoint(unscaled, scale, 1);
    }

    /** Writes {@code unscaled / 10^scale} as the node writes it in trigger conditions: no fraction if it is whole. */
    void number(long unscaled, int scale) {
        fixedPoint(unscaled, scale, 0);
    }

    /** Writes the lowest nibbles of a number as lower-case hexadecimal digits. */
    void hex(long value, int count) {
        for (int shift = (count - 1) * 4; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(int) (value >>> shift) & 15];
        }
    }

    private void fixedPoint(long unscaled, int scale, int minFractionDigits) {
        long unit = POWERS_OF_TEN[scale];
        long whole = unscaled / unit;
        long fraction = unscaled - whole * unit;
        int fractionDigits = scale;
        while (fractionDigits > 0 && fraction % 10 == 0) {
            fraction /= 10;
            fractionDigits--;
        }
        integer(whole);
        int count = Math.max(fractionDigits, minFractionDigits);
        if (count > 0) {
            character('.');
            digits(fraction, count);
        }
    }
}
