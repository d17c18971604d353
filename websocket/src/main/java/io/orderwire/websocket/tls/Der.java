package io.orderwire.websocket.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Reads and writes the few values of DER (X.690) that keys are made of. */
final class Der {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    /** Context-specific tag 0 of a constructed value. */
    static final int CONTEXT_0 = 0xA0;

    private static final int LONG_FORM = 0x80;
    private static final int MOST_LENGTH_BYTES = 3;
    private static final int BYTE = 0xFF;

    private final byte[] bytes;
    private int at;

    /** Reads the values in {@code bytes} one after the other. */
    Der(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isAtEnd() {
        return at == bytes.length;
    }

    /** Whether the next value has that tag. */
    boolean isNext(int tag) {
        return at < bytes.length && (bytes[at] & BYTE) == tag;
    }

    /**
     * The contents of the next value.
     *
     * @throws IOException if it has another tag or is truncated; the message does not contain any of the bytes
     */
    byte[] read(int tag) throws IOException {
        if (!isNext(tag)) {
            throw new IOException("not the expected DER");
        }
        at++;
        int length = length();
        if (length > bytes.length - at) {
            throw new IOException("DER that is not whole");
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private int length() throws IOException {
        int first = next();
        if (first < LONG_FORM) {
            return first;
        }
        int count = first - LONG_FORM;
        if (count == 0 || count > MOST_LENGTH_BYTES) {
            throw new IOException("DER of a length that no key has");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = length << Byte.SIZE | next();
        }
        return length;
    }

    private int next() throws IOException {
        if (isAtEnd()) {
            throw new IOException("DER that is not whole");
        }
        return bytes[at++] & BYTE;
    }

    /** Encodes a value with that tag that contains those parts. */
    static byte[] value(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + MOST_LENGTH_BYTES + 2);
        out.write(tag);
        if (length < LONG_FORM) {
            out.write(length);
        } else {
            int count = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + Byte.SIZE - 1) / Byte.SIZE;
            out.write(LONG_FORM | count);
            for (int i = count - 1; i >= 0; i--) {
                out.write(length >>> i * Byte.SIZE);
            }
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
