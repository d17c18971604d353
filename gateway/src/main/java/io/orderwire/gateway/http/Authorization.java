package io.orderwire.gateway.http;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.http.RefusedRequest;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Passes requests with a valid token on, and others only if tokens are not required. */
final class Authorization implements HttpHandler {
    /** The token of the request. */
    static final AttachmentKey<Tokens.Token> TOKEN = AttachmentKey.create(Tokens.Token.class);

    private static final String BEARER = GatewayServer.SUBPROTOCOL + ".bearer.";

    private final Tokens tokens;
    private final boolean inQuery;
    private final GatewayMetrics metrics;
    private final HttpHandler next;

    /** Also reads a token in the query if {@code inQuery}; then removes it, so that later handlers do not see it. */
    Authorization(Tokens tokens, boolean inQuery, GatewayMetrics metrics, HttpHandler next) {
        this.tokens = tokens;
        this.inQuery = inQuery;
        this.metrics = metrics;
        this.next = next;
    }

    /**
     * The token of a request. A web page cannot set a header of a WebSocket, so it offers the token, base64url, as a second
     * subprotocol. A header takes precedence over an offer, and an offer over the query; two headers or offers are not
     * valid.
     */
    private Tokens.@Nullable Token token(HeaderMap headers, String query) {
        HeaderValues header = headers.get(Headers.AUTHORIZATION);
        if (header != null) {
            return header.size() == 1 ? tokens.of(header.getFirst()) : null;
        }
        HeaderValues offers = headers.get(Headers.SEC_WEB_SOCKET_PROTOCOL);
        List<String> brought = offers == null ? List.of() : brought(offers);
        if (brought.size() > 1) {
            return null;
        }
        String text = brought.isEmpty() ? QueryToken.of(query) : decoded(brought.get(0));
        return text == null ? null : tokens.ofText(text);
    }

    private static List<String> brought(HeaderValues offers) {
        return Stream.of(String.join(",", offers).split(",", -1))
                .map(String::strip)
                .filter(offer -> offer.startsWith(BEARER))
                .map(offer -> offer.substring(BEARER.length()))
                .toList();
    }

    /** Null when it is not base64url of UTF-8. */
    private static @Nullable String decoded(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException expected) {
            return null;
        }
    }

    /** Removes and returns the query, so that no later handler and no log sees the token. */
    private static String takeQuery(HttpServerExchange exchange) {
        String query = exchange.getQueryString();
        exchange.getQueryParameters().remove(QueryToken.NAME);
        exchange.setQueryString("");
        return query;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!tokens.required()) {
            next.handleRequest(exchange);
            return;
        }
        Tokens.Token token = token(exchange.getRequestHeaders(), inQuery ? takeQuery(exchange) : "");
        if (token == null) {
            metrics.edge().refused(StatusCodes.UNAUTHORIZED);
            exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
            RefusedRequest.send(exchange, StatusCodes.UNAUTHORIZED, "a valid token is needed");
            return;
        }
        exchange.putAttachment(TOKEN, token);
        next.handleRequest(exchange);
    }
}
