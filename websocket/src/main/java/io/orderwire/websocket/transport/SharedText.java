package io.orderwire.websocket.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.websocket.deflate.CompressionBudget;
import io.orderwire.websocket.deflate.Compressor;
import io.orderwire.websocket.limit.SendMemory;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of one or more messages, UTF-8: counted once for all of them, and written and compressed at most once, when the
 * first of them is sent. If all of them are dropped before, it is never written. Thread-safe.
 */
public final class SharedText {
    private static final byte[] NOT_WORTH_IT = {};

    private final int length;
    private final AtomicInteger holders = new AtomicInteger();

    @GuardedBy("this")
    private @Nullable Supplier<byte[]> writer;

    private volatile byte @Nullable [] text;
    private volatile byte @Nullable [] compressed;

    /** A text, which is not copied. */
    public SharedText(byte[] text) {
        this.length = text.length;
        this.text = text;
    }

    /**
     * A text that is written only when it is first needed.
     *
     * @param length length of the text, bytes
     * @param writer writes it, on any thread, once
     */
    public SharedText(int length, Supplier<byte[]> writer) {
        this.length = length;
        this.writer = writer;
    }

    /** Number of its bytes. */
    public int length() {
        return length;
    }

    /** The bytes of the text, which must not be changed. */
    public byte[] bytes() {
        byte[] bytes = text;
        return bytes == null ? write() : bytes;
    }

    private synchronized byte[] write() {
        byte[] bytes = text;
        if (bytes == null) {
            if (writer == null) {
                throw new IllegalStateException("a text that could not be written");
            }
            Supplier<byte[]> once = writer;
            writer = null;
            bytes = once.get();
            text = bytes;
        }
        return bytes;
    }

    void hold(SendMemory sendMemory) {
        if (holders.getAndIncrement() == 0) {
            sendMemory.add(length);
        }
    }

    void release(SendMemory sendMemory) {
        if (holders.decrementAndGet() == 0) {
            sendMemory.remove(length);
        }
    }

    /**
     * A thread that calls this while another one compresses waits for the result, which costs less than compressing twice.
     */
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
            boolean worthIt = Compressor.isWorthIt(length);
            if (worthIt && !payer.mayCompress()) {
                // The next client may have the budget to compress it.
                return NOT_WORTH_IT;
            }
            byte[] smaller = worthIt ? payer.compress(bytes()) : null;
            bytes = smaller == null ? NOT_WORTH_IT : smaller;
            compressed = bytes;
        }
        return bytes;
    }
}
