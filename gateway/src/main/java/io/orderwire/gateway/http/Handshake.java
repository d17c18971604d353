package io.orderwire.gateway.http;

import io.orderwire.gateway.session.Clients;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.http.RefusedRequest;
import io.orderwire.websocket.handshake.OriginPolicy;
import io.orderwire.websocket.handshake.Requester;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.function.BooleanSupplier;

/** Admits or refuses a client before anything is allocated for it. */
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
        String refusal = origins.refusal(exchange, exchange.getAttachment(Authorization.TOKEN) != null);
        if (refusal != null) {
            metrics.edge().refused(StatusCodes.FORBIDDEN);
            RefusedRequest.send(exchange, StatusCodes.FORBIDDEN, refusal);
        } else if (!ready.getAsBoolean()) {
            metrics.edge().refused(StatusCodes.SERVICE_UNAVAILABLE);
            RefusedRequest.send(exchange, StatusCodes.SERVICE_UNAVAILABLE, "the gateway is not ready");
        } else {
            OverLimit over = admission.handshake(Admission.Holder.of(
                    exchange.getAttachment(Requester.KEY), exchange.getAttachment(Authorization.TOKEN)));
            if (over == null && !clients.hasRoom()) {
                over = new OverLimit("all connections are taken", "gateway.max.connections", clients.most(), 0);
            }
            if (over == null) {
                next.handleRequest(exchange);
            } else {
                over.refuse(exchange, metrics);
            }
        }
    }
}
