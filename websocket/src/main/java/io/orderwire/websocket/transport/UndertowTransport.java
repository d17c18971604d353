package io.orderwire.websocket.transport;

import io.orderwire.websocket.deflate.CompressionBudget;
import io.orderwire.websocket.deflate.DeflateExtension;
import io.orderwire.websocket.frame.TextSink;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * Sends over Undertow's WebSocket channel. Undertow may call a callback several times, and may call {@code complete} for a
 * message that it never sent. Each send completes once here, and the client has its own deadlines.
 */
final class UndertowTransport implements Transport {
    private static final byte[] NOTHING = {};

    private final WebSocketChannel channel;
    private final @Nullable DeflateExtension deflate;
    private final CompressionBudget.Account compression;
    private final IntConsumer closed;

    UndertowTransport(WebSocketChannel channel, CompressionBudget.Account compression, IntConsumer closed) {
        this.channel = channel;
        this.deflate = DeflateExtension.of(channel);
        this.compression = compression;
        this.closed = closed;
    }

    /** One send. Used on the I/O thread, which also runs its callbacks. */
    static final class Send implements WebSocketCallback<Void> {
        private final Runnable sent;
        private boolean over;

        Send(Runnable sent) {
            this.sent = sent;
        }

        @Override
        public void complete(WebSocketChannel channel, Void context) {
            if (!over) {
                over = true;
                sent.run();
            }
        }

        @Override
        public void onError(WebSocketChannel channel, Void context, Throwable failure) {
            over = true;
            IoUtils.safeClose(channel);
        }
    }

    @Override
    public void send(Message message, Runnable sent) {
        Message.Parts compressed = deflate == null ? null : message.compressed(compression);
        if (deflate != null) {
            deflate.nextIsCompressed(compressed != null);
        }
        Message.Parts parts = compressed == null ? message.plain() : compressed;
        TextSink.send(channel, parts.head(), parts.rest(), new Send(sent));
    }

    @Override
    public void ping() {
        WebSockets.sendPing(ByteBuffer.wrap(NOTHING), channel, new Send(() -> {}));
    }

    @Override
    public void close(int code, String reason) {
        closed.accept(code);
        WebSockets.sendClose(code, reason, channel, new Send(() -> {}));
    }

    @Override
    public void cut() {
        IoUtils.safeClose(channel);
    }
}
