package io.orderwire.gateway.client;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A text message, shared by all clients that get it; compressed at most once, when first wanted. Thread-safe. */
public final class Message {
    private static final byte[] NOT_WORTH_IT = {};

    private final byte[] text;
    private final AtomicInteger holders = new AtomicInteger();
    private volatile byte @Nullable [] compressed;

    /** UTF-8 text, which is not copied. */
    public Message(byte[] text) {
        this.text = text;
    }

    /** Length of the text. */
    public int length() {
        return text.length;
    }

    /** Counts it as waiting, once for all that it waits for. */
    public void hold(Backlog backlog) {
        if (holders.getAndIncrement() == 0) {
            backlog.add(text.length);
        }
    }

    /** It waits in one place less. */
    public void release(Backlog backlog) {
        if (holders.decrementAndGet() == 0) {
            backlog.remove(text.length);
        }
    }

    /** The text, a view of its own at each call. */
    public ByteBuffer text() {
        return ByteBuffer.wrap(text);
    }

    /**
     * The text as permessage-deflate has it, a view of its own at each call; null when it is to go as it is. Whoever
     * comes while another thread compresses it waits for that: a fraction of what doing it twice would cost.
     */
    public @Nullable ByteBuffer compressed(Compressor compressor) {
        byte[] bytes = compressed;
        if (bytes == null) {
            bytes = compressOnce(compressor);
        }
        return bytes == NOT_WORTH_IT ? null : ByteBuffer.wrap(bytes);
    }

    private synchronized byte[] compressOnce(Compressor compressor) {
        byte[] bytes = compressed;
        if (bytes == null) {
            byte[] smaller = compressor.compress(text);
            bytes = smaller == null ? NOT_WORTH_IT : smaller;
            compressed = bytes;
        }
        return bytes;
    }
}
