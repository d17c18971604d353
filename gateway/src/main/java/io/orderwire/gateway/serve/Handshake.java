package io.orderwire.gateway.serve;

import io.orderwire.gateway.client.Clients;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Lets a client in or not, before anything is spent on it. */
final class Handshake implements HttpHandler {
    private final Clients clients;
    private final OriginPolicy origins;
    private final Tokens tokens;
    private final BooleanSupplier ready;
    private final GatewayMetrics metrics;
    private final HttpHandler next;

    Handshake(
            Clients clients,
            OriginPolicy origins,
            Tokens tokens,
            BooleanSupplier ready,
            GatewayMetrics metrics,
            HttpHandler next) {
        this.clients = clients;
        this.origins = origins;
        this.tokens = tokens;
        this.ready = ready;
        this.metrics = metrics;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
        String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
        if (!origins.allows(origin, host)) {
            refuse(exchange, StatusCodes.FORBIDDEN);
        } else if (!ready.getAsBoolean()) {
            refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE);
        } else if (!clients.hasRoom() || !hasRoom(exchange.getAttachment(Authorization.TOKEN))) {
            refuse(exchange, StatusCodes.TOO_MANY_REQUESTS);
        } else {
            next.handleRequest(exchange);
        }
    }

    private boolean hasRoom(Tokens.@Nullable Token token) {
        return token == null || tokens.hasRoom(token);
    }

    private void refuse(HttpServerExchange exchange, int status) {
        metrics.refused(status);
        exchange.setStatusCode(status);
        exchange.endExchange();
    }
}
