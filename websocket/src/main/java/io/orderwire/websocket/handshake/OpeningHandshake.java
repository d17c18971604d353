package io.orderwire.websocket.handshake;

import io.orderwire.runtime.http.RefusedRequest;
import io.orderwire.websocket.transport.Connection;
import io.orderwire.websocket.transport.Upgrade;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import io.undertow.util.StatusCodes;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Upgrades only after a valid opening handshake (RFC 6455, 4.2.1): Undertow itself also upgrades after invalid ones. */
public final class OpeningHandshake implements HttpHandler {
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;
    private static final int KEY_CHARACTERS = 24;

    private static final String UPGRADE_NEEDED =
            "this is the address of a WebSocket: the request must be GET with HTTP/1.1,"
                    + " Upgrade: websocket and Connection: Upgrade. A proxy in between has to pass these headers on, nginx with"
                    + " proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";";

    private final IntConsumer refused;
    private final HttpHandler upgrade;

    /**
     * Upgrades the connections of valid handshakes.
     *
     * @param webSocket negotiates the subprotocol and extensions
     * @param opened receives each connection, on its I/O thread
     * @param refused counts refused requests by status
     */
    public OpeningHandshake(DeflateHandshake webSocket, Consumer<Connection> opened, IntConsumer refused) {
        this.upgrade = new WebSocketProtocolHandshakeHandler(List.of(webSocket), new Upgrade(opened));
        this.refused = refused;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HeaderMap headers = exchange.getRequestHeaders();
        if (hasBody(headers)) {
            // One side could read the bytes after the body as frames, the other side as a request.
            exchange.setPersistent(false);
            refuse(exchange, StatusCodes.BAD_REQUEST, "a handshake has no body");
        } else if (!asksForUpgrade(exchange)) {
            exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket").put(Headers.CONNECTION, "Upgrade");
            refuse(exchange, StatusCodes.UPGRADE_REQUIRED, UPGRADE_NEEDED);
        } else if (!VERSION.equals(only(headers.get(Headers.SEC_WEB_SOCKET_VERSION)))) {
            exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_VERSION, VERSION);
            refuse(exchange, StatusCodes.UPGRADE_REQUIRED, "Sec-WebSocket-Version must be " + VERSION);
        } else if (only(headers.get(Headers.HOST)) == null || !isKey(only(headers.get(Headers.SEC_WEB_SOCKET_KEY)))) {
            refuse(
                    exchange,
                    StatusCodes.BAD_REQUEST,
                    "a handshake has one header Host, and one Sec-WebSocket-Key that is the base64 of 16 bytes");
        } else {
            upgrade.handleRequest(exchange);
        }
    }

    private static boolean asksForUpgrade(HttpServerExchange exchange) {
        return exchange.getRequestMethod().equals(Methods.GET)
                && exchange.getProtocol().equals(Protocols.HTTP_1_1)
                && names(exchange.getRequestHeaders().get(Headers.UPGRADE), "websocket")
                && names(exchange.getRequestHeaders().get(Headers.CONNECTION), "upgrade");
    }

    /** Returns true if a list header contains the value {@code wanted}. */
    private static boolean names(@Nullable HeaderValues values, String wanted) {
        if (values == null) {
            return false;
        }
        for (String value : values) {
            for (String item : value.split(",", -1)) {
                if (item.trim().equalsIgnoreCase(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasBody(HeaderMap headers) {
        return headers.contains(Headers.TRANSFER_ENCODING)
                || headers.contains(Headers.CONTENT_LENGTH) && !"0".equals(only(headers.get(Headers.CONTENT_LENGTH)));
    }

    private static @Nullable String only(@Nullable HeaderValues values) {
        return values == null || values.size() != 1 ? null : values.getFirst().trim();
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null
                    && key.length() == KEY_CHARACTERS
                    && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException expected) {
            return false;
        }
    }

    private void refuse(HttpServerExchange exchange, int status, String why) {
        refused.accept(status);
        RefusedRequest.send(exchange, status, why);
    }
}
