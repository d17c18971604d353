package io.orderwire.gateway.serve;

import io.orderwire.gateway.client.CloseCode;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.protocol.framed.FrameHeaderData;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSocketFrame;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import io.undertow.websockets.core.protocol.version13.WebSocket13Channel;
import io.undertow.websockets.extensions.CompositeExtensionFunction;
import io.undertow.websockets.extensions.ExtensionFunction;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/**
 * Judges a frame by its header, before its payload comes. Undertow takes control frames without a mask, a length of 64
 * bits for a signed number, and fragments of one message without end, and counts the bytes of a message only as they
 * come.
 */
final class BoundedChannel extends WebSocket13Channel {
    private static final int MOST_FRAGMENTS = 4_096;
    private static final int MASKED = 0x80;

    private final long messageBytes;
    private int headerBytes;
    private int fragments;

    private BoundedChannel(
            WebSocketHttpExchange exchange,
            StreamConnection connection,
            ByteBufferPool pool,
            String url,
            @Nullable String subProtocol,
            List<ExtensionFunction> extensions,
            long messageBytes) {
        super(
                connection,
                pool,
                url,
                subProtocol,
                false,
                !extensions.isEmpty(),
                CompositeExtensionFunction.compose(extensions),
                exchange.getPeerConnections(),
                exchange.getOptions());
        this.messageBytes = messageBytes;
    }

    /** Makes such channels of those who shake hands. */
    static final class Handshake extends Hybi13Handshake {
        private final long messageBytes;

        /** Bounds each frame to that length. */
        Handshake(long messageBytes) {
            this.messageBytes = messageBytes;
        }

        @Override
        public WebSocketChannel createChannel(
                WebSocketHttpExchange exchange, StreamConnection connection, ByteBufferPool pool) {
            String subProtocol = exchange.getResponseHeader("Sec-WebSocket-Protocol");
            String url = getWebSocketLocation(exchange);
            return new BoundedChannel(
                    exchange, connection, pool, url, subProtocol, initExtensions(exchange), messageBytes);
        }
    }

    @Override
    protected @Nullable FrameHeaderData parseFrame(ByteBuffer data) throws IOException {
        int from = data.position();
        int second = from + 1 - headerBytes;
        if (second >= from && second < data.limit() && (data.get(second) & MASKED) == 0) {
            throw refuse(CloseCode.PROTOCOL, "a frame without a mask");
        }
        FrameHeaderData header = super.parseFrame(data);
        headerBytes = header == null ? headerBytes + data.position() - from : 0;
        if (header instanceof WebSocketFrame frame) {
            fragments = frame.isFinalFragment() ? 0 : fragments + 1;
            if (header.getFrameLength() < 0) {
                throw refuse(CloseCode.PROTOCOL, "the length has its highest bit set");
            }
            if (header.getFrameLength() > messageBytes) {
                throw refuse(CloseCode.TOO_BIG, "longer than " + messageBytes + " bytes");
            }
            if (fragments > MOST_FRAGMENTS) {
                throw refuse(CloseCode.RATE, "more than " + MOST_FRAGMENTS + " fragments");
            }
        }
        return header;
    }

    private IOException refuse(CloseCode code, String why) {
        IOException failure = new IOException(why);
        WebSockets.sendClose(code.code(), why, this, null);
        markReadsBroken(failure);
        return failure;
    }
}
