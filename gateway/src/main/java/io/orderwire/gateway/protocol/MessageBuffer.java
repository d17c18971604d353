package io.orderwire.gateway.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.orderwire.contract.text.Unicode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects the bytes of a message. Not thread-safe; one is reused for many messages. */
final class MessageBuffer {
    private static final int KEPT_BYTES = 1 << 20;
    private static final int FIRST_BYTES = 1 << 10;

    private byte[] bytes;
    private int length;

    MessageBuffer() {
        this(FIRST_BYTES);
    }

    /** Begins with room for {@code capacity} bytes. */
    MessageBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    MessageBuffer append(byte[] source) {
        return append(source, 0, source.length);
    }

    MessageBuffer append(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    MessageBuffer append(String text) {
        return append(utf8(text));
    }

    MessageBuffer append(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Appends a number. */
    MessageBuffer append(long number) {
        if (number < 0) {
            return append(Long.toString(number));
        }
        int digits = digits(number);
        reserve(digits);
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Bytes that {@link #append(long)} takes. */
    static int digits(long number) {
        if (number < 0) {
            return Long.toString(number).length();
        }
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Appends a text as a JSON string with quotes; unpaired surrogates are replaced by U+FFFD. */
    MessageBuffer appendString(String text) {
        append('"');
        append(JsonStringEncoder.getInstance().quoteAsUTF8(Unicode.wellFormed(text)));
        return append('"');
    }

    int length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Discards the bytes after the length {@code to}. */
    void truncate(int to) {
        length = to;
    }

    /** Returns the collected bytes in a new array, and clears the buffer. */
    byte[] take() {
        if (length == bytes.length) {
            byte[] all = bytes;
            bytes = new byte[FIRST_BYTES];
            length = 0;
            return all;
        }
        byte[] taken = Arrays.copyOf(bytes, length);
        length = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
        return taken;
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
