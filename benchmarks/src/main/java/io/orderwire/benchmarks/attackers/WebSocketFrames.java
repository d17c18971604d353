package io.orderwire.benchmarks.attackers;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

/** Frames as a client writes them, masked with zeros, and its handshake. */
final class WebSocketFrames {
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int MASKED = 0x80;
    private static final int TEXT = 0x1;
    private static final int SHORT = 126;
    private static final int LONGEST_HEADER = 8;
    private static final int MARGIN = 64;
    private static final int FLUSHED = 4;

    private WebSocketFrames() {}

    static byte[] handshake(String authority, boolean compressed) {
        return ("GET /ws HTTP/1.1\r\nHost: " + authority
                        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + (compressed ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "")
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A compressed text frame, for connections that negotiated permessage-deflate. */
    static byte[] deflated(String text) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
            byte[] bytes = new byte[text.length() + MARGIN];
            int length = deflater.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH);
            // RFC 7692, 7.2.1: the receiver adds the last four bytes again.
            return frame(COMPRESSED | TEXT, Arrays.copyOf(bytes, length - FLUSHED));
        } finally {
            deflater.end();
        }
    }

    static byte[] control(int opcode) {
        return frame(opcode, new byte[0]);
    }

    private static byte[] frame(int opcode, byte[] payload) {
        if (payload.length > 0xFFFF) {
            throw new IllegalArgumentException("a message of " + payload.length + " bytes");
        }
        ByteBuffer frame = ByteBuffer.allocate(LONGEST_HEADER + payload.length);
        frame.put((byte) (FINAL | opcode));
        if (payload.length < SHORT) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | SHORT)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    /** An address that nobody has, the same for the same number. */
    static String address(long number) {
        Random random = new Random(number);
        StringBuilder address = new StringBuilder("0x");
        for (int i = 0; i < 40; i++) {
            address.append(Character.forDigit(random.nextInt(16), 16));
        }
        return address.toString();
    }
}
