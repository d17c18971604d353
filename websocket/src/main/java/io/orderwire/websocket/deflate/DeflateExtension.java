package io.orderwire.websocket.deflate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.websocket.frame.Intake;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.ImmediatePooledByteBuffer;
import io.undertow.websockets.core.StreamSinkFrameChannel;
import io.undertow.websockets.core.StreamSourceFrameChannel;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.extensions.ExtensionFunction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * permessage-deflate on one connection. Outgoing messages were compressed before, once for all clients; this class only
 * sets RSV1. Incoming messages are inflated up to one byte more than the longest accepted message; by that byte the
 * receiver recognizes a message that is too long.
 */
public final class DeflateExtension implements ExtensionFunction {
    private final int mostBytes;
    private boolean nextIsCompressed;

    @GuardedBy("this")
    private @Nullable StreamSourceFrameChannel message;

    @GuardedBy("this")
    private @Nullable Inflation inflation;

    DeflateExtension(int maxMessageBytes) {
        this.mostBytes = maxMessageBytes + 1;
    }

    /** The extension of a connection, or null if none was negotiated. */
    public static @Nullable DeflateExtension of(WebSocketChannel channel) {
        return channel.getExtensionFunction() instanceof DeflateExtension extension ? extension : null;
    }

    /** Sets whether the next text that is sent is compressed. On the I/O thread, like all methods that send texts. */
    public void nextIsCompressed(boolean compressed) {
        nextIsCompressed = compressed;
    }

    @Override
    public int writeRsv(int rsv) {
        return nextIsCompressed ? rsv | RSV1 : rsv;
    }

    @Override
    public boolean hasExtensionOpCode() {
        return false;
    }

    @Override
    public PooledByteBuffer transformForWrite(
            PooledByteBuffer buffer, StreamSinkFrameChannel channel, boolean lastFrame) {
        return buffer;
    }

    /** Each message has its own channel; only control frames can arrive between two frames of a message. */
    @Override
    public synchronized PooledByteBuffer transformForRead(
            PooledByteBuffer buffer, StreamSourceFrameChannel channel, boolean lastFragmentOfMessage)
            throws IOException {
        if ((channel.getRsv() & RSV1) == 0) {
            return buffer;
        }
        Intake intake = Intake.of(channel.getWebSocketChannel());
        if (intake.isStopped()) {
            dispose();
            buffer.close();
            return new ImmediatePooledByteBuffer(ByteBuffer.allocate(0));
        }
        if (message != channel || inflation == null) {
            dispose();
            message = channel;
            inflation = new Inflation(mostBytes);
        }
        byte[] inflated;
        try {
            inflated = inflation.inflate(buffer.getBuffer(), lastFragmentOfMessage);
        } catch (DataFormatException e) {
            dispose();
            throw new IOException("not compressed as RFC 7692 has it: " + e.getMessage(), e);
        }
        if (lastFragmentOfMessage) {
            dispose();
        }
        intake.inflated(inflated.length);
        buffer.close();
        return new ImmediatePooledByteBuffer(ByteBuffer.wrap(inflated));
    }

    @Override
    public synchronized void dispose() {
        message = null;
        if (inflation != null) {
            inflation.close();
            inflation = null;
        }
    }
}
