package io.orderwire.gateway.serve;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

/** Lets those through who bring a token, where one is needed. */
final class Authorization implements HttpHandler {
    /** The token that an exchange came with. */
    static final AttachmentKey<Tokens.Token> TOKEN = AttachmentKey.create(Tokens.Token.class);

    private final Tokens tokens;
    private final GatewayMetrics metrics;
    private final HttpHandler next;

    Authorization(Tokens tokens, GatewayMetrics metrics, HttpHandler next) {
        this.tokens = tokens;
        this.metrics = metrics;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!tokens.required()) {
            next.handleRequest(exchange);
            return;
        }
        Tokens.Token token = tokens.of(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION));
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
