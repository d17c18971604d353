package io.orderwire.websocket.handshake;

import io.orderwire.websocket.deflate.DeflateChannel;
import io.orderwire.websocket.deflate.Offers;
import io.orderwire.websocket.frame.BoundedChannel;
import io.undertow.connector.ByteBufferPool;
import io.undertow.util.Headers;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.util.List;
import java.util.Set;
import org.xnio.StreamConnection;

/**
 * The handshake of RFC 6455, with permessage-deflate for clients that offer it. Undertow's own negotiation ignores
 * malformed parameters, and accepts several offers instead of choosing one.
 */
public final class DeflateHandshake extends Hybi13Handshake {
    private final boolean compression;
    private final int maxMessageBytes;

    /**
     * Ready for all connections.
     *
     * @param subprotocols the accepted subprotocols
     * @param compression whether to agree to permessage-deflate
     * @param maxMessageBytes longest message that is accepted from a client
     */
    public DeflateHandshake(Set<String> subprotocols, boolean compression, int maxMessageBytes) {
        super(subprotocols, false);
        this.compression = compression;
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    protected void handshakeInternal(WebSocketHttpExchange exchange) {
        List<String> offers = exchange.getRequestHeaders().get(Headers.SEC_WEB_SOCKET_EXTENSIONS_STRING);
        if (compression && offers != null) {
            Offers.answer(offers)
                    .ifPresent(answer -> exchange.setResponseHeader(Headers.SEC_WEB_SOCKET_EXTENSIONS_STRING, answer));
        }
        super.handshakeInternal(exchange);
    }

    @Override
    public WebSocketChannel createChannel(
            WebSocketHttpExchange exchange, StreamConnection connection, ByteBufferPool pool) {
        String url = getWebSocketLocation(exchange);
        return exchange.getResponseHeader(Headers.SEC_WEB_SOCKET_EXTENSIONS_STRING) == null
                ? new BoundedChannel(exchange, connection, pool, url, null, maxMessageBytes)
                : new DeflateChannel(exchange, connection, pool, url, maxMessageBytes);
    }
}
