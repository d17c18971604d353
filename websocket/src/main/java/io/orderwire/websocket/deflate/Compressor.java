package io.orderwire.websocket.deflate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses messages as RFC 7692, section 7.2.1 has it, each by itself, so that one result does for all clients. Every
 * thread has its deflater. Thread-safe.
 */
public final class Compressor {
    /** A shorter message has little to gain, and most that are shorter go to one client only. */
    public static final int LEAST_BYTES = 256;

    /** A sync flush ends in an empty block, whose last four bytes are not sent. */
    private static final int TAIL_BYTES = 4;

    private static final int KEPT_BYTES = 1 << 20;

    private static final class Tool {
        private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        private byte[] room = {};

        byte[] room(int bytes) {
            if (bytes > KEPT_BYTES) {
                return new byte[bytes];
            }
            if (room.length < bytes) {
                room = new byte[Math.min(KEPT_BYTES, bytes * 2)];
            }
            return room;
        }
    }

    /** Of a stored block (RFC 1951, section 3.2.4), which ends on a byte: the type, and the length twice. */
    private static final int STORED_HEADER_BYTES = 5;

    private final ThreadLocal<Tool> tools = ThreadLocal.withInitial(Tool::new);
    private final CompressionBudget.Tally tally;

    /** Reports each message that it made smaller to {@code tally}. */
    Compressor(CompressionBudget.Tally tally) {
        this.tally = tally;
    }

    /** Whether there is something to gain. */
    public static boolean isWorthIt(int bytes) {
        return bytes >= LEAST_BYTES;
    }

    /** The bytes to send instead; null when there is nothing to gain. */
    byte @Nullable [] compress(byte[] text) {
        Tool tool = tools.get();
        byte[] room = tool.room(text.length);
        tool.deflater.reset();
        tool.deflater.setInput(text);
        int length = tool.deflater.deflate(room, 0, text.length, Deflater.SYNC_FLUSH);
        if (length == text.length) {
            // There may be more to come: it is no smaller.
            return null;
        }
        byte[] compressed = Arrays.copyOf(room, length - TAIL_BYTES);
        tally.compressed(text.length, compressed.length);
        return compressed;
    }

    /**
     * A short text as the beginning of a compressed message, whose rest was compressed by itself: that refers to nothing
     * before it.
     */
    public static ByteBuffer stored(byte[] text) {
        if (text.length == 0) {
            return ByteBuffer.wrap(text);
        }
        return ByteBuffer.allocate(STORED_HEADER_BYTES + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0)
                .putShort((short) text.length)
                .putShort((short) ~text.length)
                .put(text)
                .flip();
    }
}
