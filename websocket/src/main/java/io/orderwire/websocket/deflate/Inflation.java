package io.orderwire.websocket.deflate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates one message (RFC 7692, section 7.2.2) up to a maximum number of bytes. Not thread-safe. */
final class Inflation implements AutoCloseable {
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};
    private static final int FIRST_BYTES = 512;

    /** Exists only while a message is received: it takes 40 KB of native memory, and most clients send very little. */
    private final Inflater inflater = new Inflater(true);

    private int allowance;

    Inflation(int mostBytes) {
        this.allowance = mostBytes;
    }

    /** Returns the next bytes of the message; discards bytes beyond the maximum. */
    byte[] inflate(ByteBuffer compressed, boolean last) throws DataFormatException {
        byte[] made = inflate(compressed, new byte[0]);
        return last ? inflate(ByteBuffer.wrap(TAIL), made) : made;
    }

    private byte[] inflate(ByteBuffer compressed, byte[] before) throws DataFormatException {
        byte[] made = before;
        int length = before.length;
        int most = before.length + allowance;
        inflater.setInput(compressed);
        while (length < most) {
            if (length == made.length) {
                made = Arrays.copyOf(made, Math.min(most, Math.max(FIRST_BYTES, 2 * length)));
            }
            int count = inflater.inflate(made, length, made.length - length);
            length += count;
            if (inflater.finished()) {
                if (!compressed.hasRemaining()) {
                    break;
                }
                // A final block may occur anywhere in a message.
                inflater.reset();
                inflater.setInput(compressed);
            } else if (count == 0) {
                break;
            }
        }
        allowance = most - length;
        return length == made.length ? made : Arrays.copyOf(made, length);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
