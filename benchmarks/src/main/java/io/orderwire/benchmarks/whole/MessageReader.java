package io.orderwire.benchmarks.whole;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts the messages of an uncompressed WebSocket connection together, in an array that is reused. Not thread-safe. */
public final class MessageReader {
    /** Receives what arrives. */
    public interface Messages {
        /** A whole message, text or binary, valid during the call. */
        void message(byte[] array, int from, int to);

        /** A ping without a payload to return. */
        void ping() throws IOException;

        /** A close frame. */
        void close(String reason);
    }

    private static final int LONGEST_HEADER = 10;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int FINAL = 0x80;
    private static final int LONGEST_MESSAGE = 16 << 20;

    private final byte[] header = new byte[LONGEST_HEADER];
    private int headerBytes;
    private int headerLength = 2;
    private long payloadLeft = -1;
    private byte[] message = new byte[64 << 10];
    private int messageBytes;
    private byte[] control = new byte[0];

    /** Takes all bytes. */
    public void take(ByteBuffer bytes, Messages messages) throws IOException {
        while (bytes.hasRemaining()) {
            if (payloadLeft < 0) {
                header(bytes);
            } else {
                payload(bytes);
            }
            if (payloadLeft == 0) {
                payloadLeft = -1;
                finish(messages);
            }
        }
    }

    private int opcode() {
        return header[0] & 0x0F;
    }

    private void header(ByteBuffer bytes) throws IOException {
        header[headerBytes++] = bytes.get();
        if (headerBytes == 2) {
            int length = header[1] & 0x7F;
            headerLength = length == 127 ? LONGEST_HEADER : length == 126 ? 4 : 2;
        }
        if (headerBytes < 2 || headerBytes < headerLength) {
            return;
        }
        headerBytes = 0;
        long length = header[1] & 0x7F;
        if (headerLength > 2) {
            length = 0;
            for (int i = 2; i < headerLength; i++) {
                length = length << 8 | header[i] & 0xFF;
            }
        }
        if (length > LONGEST_MESSAGE - messageBytes) {
            throw new IOException("a message of more than " + LONGEST_MESSAGE + " bytes");
        }
        payloadLeft = length;
        if (opcode() >= CLOSE) {
            control = new byte[0];
        } else if (message.length < messageBytes + length) {
            message = Arrays.copyOf(message, Math.max(2 * message.length, (int) (messageBytes + length)));
        }
    }

    private void payload(ByteBuffer bytes) {
        int count = (int) Math.min(payloadLeft, bytes.remaining());
        if (opcode() >= CLOSE) {
            int before = control.length;
            control = Arrays.copyOf(control, before + count);
            bytes.get(control, before, count);
        } else {
            bytes.get(message, messageBytes, count);
            messageBytes += count;
        }
        payloadLeft -= count;
    }

    private void finish(Messages messages) throws IOException {
        switch (opcode()) {
            case CONTINUATION, TEXT, BINARY -> {
                if ((header[0] & FINAL) != 0) {
                    int length = messageBytes;
                    messageBytes = 0;
                    messages.message(message, 0, length);
                }
            }
            case CLOSE ->
                messages.close(
                        control.length < 2 ? "" : new String(control, 2, control.length - 2, StandardCharsets.UTF_8));
            case PING -> messages.ping();
            default -> {}
        }
    }

    /** A text frame as a client writes it; a mask of zeros leaves it as it is. */
    public static byte[] masked(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length);
        frame.put((byte) (FINAL | TEXT));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }
}
