package io.orderwire.websocket.deflate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses messages by RFC 7692, section 7.2.1, each without the context of earlier ones, so that all clients can share
 * the result. Each thread has a deflater of its own. Thread-safe.
 */
public final class Compressor {
    /** Shorter messages gain little, and most of them go to one client only. */
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

    /** Header of a stored block that ends on a byte boundary (RFC 1951, section 3.2.4): the type, and the length twice. */
    private static final int STORED_HEADER_BYTES = 5;

    private final ThreadLocal<Tool> tools = ThreadLocal.withInitial(Tool::new);
    private final CompressionBudget.Tally tally;

    /** Reports each message that it made smaller to {@code tally}. */
    Compressor(CompressionBudget.Tally tally) {
        this.tally = tally;
    }

    /** Returns true if a message of this length is worth compressing. */
    public static boolean isWorthIt(int bytes) {
        return bytes >= LEAST_BYTES;
    }

    /** Returns the compressed text; null if it is not smaller. */
    byte @Nullable [] compress(byte[] text) {
        Tool tool = tools.get();
        byte[] room = tool.room(text.length);
        tool.deflater.reset();
        tool.deflater.setInput(text);
        int length = tool.deflater.deflate(room, 0, text.length, Deflater.SYNC_FLUSH);
        if (length == text.length) {
            // The output fills its buffer, so the result is not smaller than the text.
            return null;
        }
        byte[] compressed = Arrays.copyOf(room, length - TAIL_BYTES);
        tally.compressed(text.length, compressed.length);
        return compressed;
    }

    /**
     * Encodes a short text uncompressed as the beginning of a compressed message. The rest of the message was compressed
     * separately and does not refer to this beginning.
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
