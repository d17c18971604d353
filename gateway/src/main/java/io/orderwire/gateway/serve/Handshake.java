package io.orderwire.gateway.serve;

import io.orderwire.gateway.client.Clients;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.http.Refusal;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.function.BooleanSupplier;

/** Lets a client in or not, before anything is spent on it. */
final class Handshake implements HttpHandler {
    private final Clients clients;
    private final OriginPolicy origins;
    private final Admission admission;
    private final BooleanSupplier ready;
    private final GatewayMetrics metrics;
    private final HttpHandler next;

    Handshake(
            Clients clients,
            OriginPolicy origins,
            Admission admission,
            BooleanSupplier ready,
            GatewayMetrics metrics,
            HttpHandler next) {
        this.clients = clients;
        this.origins = origins;
        this.admission = admission;
        this.ready = ready;
        this.metrics = metrics;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String refusal = origins.refusal(exchange);
        if (refusal != null) {
            metrics.refused(StatusCodes.FORBIDDEN);
            Refusal.send(exchange, StatusCodes.FORBIDDEN, refusal);
        } else if (!ready.getAsBoolean()) {
            refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE);
        } else if (!clients.hasRoom() || !admission.hasRoom(holder(exchange))) {
            refuse(exchange, StatusCodes.TOO_MANY_REQUESTS);
        } else {
            next.handleRequest(exchange);
        }
    }

    private static Admission.Holder holder(HttpServerExchange exchange) {
        return Admission.Holder.of(
                exchange.getAttachment(Requester.KEY).address(), exchange.getAttachment(Authorization.TOKEN));
    }

    private void refuse(HttpServerExchange exchange, int status) {
        metrics.refused(status);
        exchange.setStatusCode(status);
        exchange.endExchange();
    }
}
