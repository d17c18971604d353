package io.orderwire.websocket.transport;

import io.orderwire.websocket.deflate.CompressionBudget;
import io.orderwire.websocket.deflate.Compressor;
import io.orderwire.websocket.limit.SendMemory;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A text message, shared by all clients that receive it. Messages that differ only in their heads share the rest, whose
 * memory counts once and which is compressed once. Thread-safe.
 */
public final class Message {
    private static final byte[] NO_HEAD = {};

    private final byte[] head;
    private final SharedText rest;
    private final AtomicInteger holders = new AtomicInteger();

    /** Two buffers that are sent one after the other; each has its own position. */
    public record Parts(ByteBuffer head, ByteBuffer rest) {}

    /** UTF-8 text, which is not copied. */
    public Message(byte[] text) {
        this(NO_HEAD, new SharedText(text));
    }

    /** A message that shares everything after its head with other messages. */
    public Message(byte[] head, SharedText rest) {
        this.head = head;
        this.rest = rest;
    }

    /** Length of the text. */
    public int length() {
        return head.length + rest.length();
    }

    /** Counts the message as waiting; its memory counts once, however many clients it waits for. */
    public void hold(SendMemory sendMemory) {
        if (holders.getAndIncrement() == 0) {
            sendMemory.add(head.length);
            rest.hold(sendMemory);
        }
    }

    /** Ends the wait for one client. */
    public void release(SendMemory sendMemory) {
        if (holders.decrementAndGet() == 0) {
            sendMemory.remove(head.length);
            rest.release(sendMemory);
        }
    }

    /** The whole text; a copy if the message has a head. */
    public ByteBuffer text() {
        return head.length == 0
                ? ByteBuffer.wrap(rest.bytes())
                : ByteBuffer.allocate(length()).put(head).put(rest.bytes()).flip();
    }

    /** The uncompressed text. */
    public Parts plain() {
        return new Parts(ByteBuffer.wrap(head), ByteBuffer.wrap(rest.bytes()));
    }

    /**
     * The text in the form of permessage-deflate, compressed at the cost of {@code payer}; null if it is to be sent
     * uncompressed.
     */
    public @Nullable Parts compressed(CompressionBudget.Account payer) {
        ByteBuffer compressed = rest.compressed(payer);
        return compressed == null ? null : new Parts(Compressor.stored(head), compressed);
    }
}
