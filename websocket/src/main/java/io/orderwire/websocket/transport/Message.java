package io.orderwire.websocket.transport;

import io.orderwire.websocket.deflate.CompressionBudget;
import io.orderwire.websocket.deflate.Compressor;
import io.orderwire.websocket.limit.SendMemory;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A text message, shared by all clients that get it. Messages that differ in their heads only share the rest: its memory
 * counts once, and it is compressed once. Thread-safe.
 */
public final class Message {
    private static final byte[] NO_HEAD = {};

    private final byte[] head;
    private final SharedText rest;
    private final AtomicInteger holders = new AtomicInteger();

    /** What goes out one after the other, both views of their own. */
    public record Parts(ByteBuffer head, ByteBuffer rest) {}

    /** UTF-8 text, which is not copied. */
    public Message(byte[] text) {
        this(NO_HEAD, new SharedText(text));
    }

    /** A message that shares its end with others. */
    public Message(byte[] head, SharedText rest) {
        this.head = head;
        this.rest = rest;
    }

    /** Length of the text. */
    public int length() {
        return head.length + rest.length();
    }

    /** Counts it as waiting, once for all that it waits for. */
    public void hold(SendMemory sendMemory) {
        if (holders.getAndIncrement() == 0) {
            sendMemory.add(head.length);
            rest.hold(sendMemory);
        }
    }

    /** It waits in one place less. */
    public void release(SendMemory sendMemory) {
        if (holders.decrementAndGet() == 0) {
            sendMemory.remove(head.length);
            rest.release(sendMemory);
        }
    }

    /** The whole text; a copy if it shares its end with others. */
    public ByteBuffer text() {
        return head.length == 0
                ? ByteBuffer.wrap(rest.bytes())
                : ByteBuffer.allocate(length()).put(head).put(rest.bytes()).flip();
    }

    /** The text as it is. */
    public Parts plain() {
        return new Parts(ByteBuffer.wrap(head), ByteBuffer.wrap(rest.bytes()));
    }

    /** The text as permessage-deflate has it, compressed at that client's cost; null when it is to go as it is. */
    public @Nullable Parts compressed(CompressionBudget.Account payer) {
        ByteBuffer compressed = rest.compressed(payer);
        return compressed == null ? null : new Parts(Compressor.stored(head), compressed);
    }
}
