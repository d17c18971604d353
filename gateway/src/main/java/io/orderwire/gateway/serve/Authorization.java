package io.orderwire.gateway.serve;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Lets those through who bring a token, where one is needed. */
final class Authorization implements HttpHandler {
    /** The token that an exchange came with. */
    static final AttachmentKey<Tokens.Token> TOKEN = AttachmentKey.create(Tokens.Token.class);

    private static final String BEARER = GatewayServer.SUBPROTOCOL + ".bearer.";

    private final Tokens tokens;
    private final GatewayMetrics metrics;
    private final HttpHandler next;

    Authorization(Tokens tokens, GatewayMetrics metrics, HttpHandler next) {
        this.tokens = tokens;
        this.metrics = metrics;
        this.next = next;
    }

    /** A web page cannot give a WebSocket a header: it offers the token, base64url, as a subprotocol beside ours. */
    private static @Nullable String credentials(HeaderMap headers) {
        String header = headers.getFirst(Headers.AUTHORIZATION);
        HeaderValues offers = headers.get(Headers.SEC_WEB_SOCKET_PROTOCOL);
        if (header != null || offers == null) {
            return header;
        }
        for (String offer : String.join(",", offers).split(",", -1)) {
            if (offer.strip().startsWith(BEARER)) {
                return "Bearer " + decoded(offer.strip().substring(BEARER.length()));
            }
        }
        return null;
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException expected) {
            return "";
        }
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!tokens.required()) {
            next.handleRequest(exchange);
            return;
        }
        Tokens.Token token = tokens.of(credentials(exchange.getRequestHeaders()));
        if (token == null) {
            metrics.refused(StatusCodes.UNAUTHORIZED);
            exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
            exchange.setStatusCode(StatusCodes.UNAUTHORIZED);
            exchange.endExchange();
            return;
        }
        exchange.putAttachment(TOKEN, token);
        next.handleRequest(exchange);
    }
}
