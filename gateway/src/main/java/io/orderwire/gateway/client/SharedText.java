package io.orderwire.gateway.client;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The end of one or more messages, UTF-8: counted once for all of them, and compressed at most once. Thread-safe. */
public final class SharedText {
    private static final byte[] NOT_WORTH_IT = {};

    private final byte[] text;
    private final AtomicInteger holders = new AtomicInteger();
    private volatile byte @Nullable [] compressed;

    /** A text, which is not copied. */
    public SharedText(byte[] text) {
        this.text = text;
    }

    /** Its bytes, not to be changed. */
    public byte[] bytes() {
        return text;
    }

    void hold(Backlog backlog) {
        if (holders.getAndIncrement() == 0) {
            backlog.add(text.length);
        }
    }

    void release(Backlog backlog) {
        if (holders.decrementAndGet() == 0) {
            backlog.remove(text.length);
        }
    }

    /** A thread that comes while another one compresses waits for that: a fraction of what doing it twice would cost. */
    @Nullable
    ByteBuffer compressed(CompressionBudget.Account payer) {
        byte[] bytes = compressed;
        if (bytes == null) {
            bytes = compressOnce(payer);
        }
        return bytes == NOT_WORTH_IT ? null : ByteBuffer.wrap(bytes);
    }

    private synchronized byte[] compressOnce(CompressionBudget.Account payer) {
        byte[] bytes = compressed;
        if (bytes == null) {
            boolean worthIt = Compressor.isWorthIt(text);
            if (worthIt && !payer.mayCompress()) {
                // The next who asks for it may have it compressed.
                return NOT_WORTH_IT;
            }
            byte[] smaller = worthIt ? payer.compress(text) : null;
            bytes = smaller == null ? NOT_WORTH_IT : smaller;
            compressed = bytes;
        }
        return bytes;
    }
}
