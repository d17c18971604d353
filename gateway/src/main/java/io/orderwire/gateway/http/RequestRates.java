package io.orderwire.gateway.http;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.websocket.handshake.Requester;
import io.orderwire.websocket.handshake.TrustedProxies;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.Rates;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the rate of requests of any kind for each address. For an address that stands for many clients, each connection is
 * limited instead, except connections of trusted proxies, which carry requests of many clients.
 */
final class RequestRates implements HttpHandler {
    private final int perSecond;
    private final Rates rates;
    private final TrustedProxies proxies;
    private final GatewayMetrics metrics;
    private final HttpHandler next;

    /** Allows {@code perSecond} requests in the long run, and ten times as many at once. */
    RequestRates(
            int perSecond, LongSupplier nanoTime, TrustedProxies proxies, GatewayMetrics metrics, HttpHandler next) {
        this.perSecond = perSecond;
        this.rates = new Rates(perSecond, nanoTime);
        this.proxies = proxies;
        this.metrics = metrics;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Requester requester = exchange.getAttachment(Requester.KEY);
        long waitNanos = rates.take(key(requester, exchange.getSourceAddress()));
        if (waitNanos == 0) {
            next.handleRequest(exchange);
            return;
        }
        // The connection is closed, so each further request needs a new one, and the rate of connections is limited
        // before anything is read.
        exchange.setPersistent(false);
        String whose = requester.standsForMany() ? "this connection" : "this address";
        OverLimit over = new OverLimit(
                whose + " sends requests too fast", "gateway.address.requests.per.second", perSecond, waitNanos);
        if (exchange.getRelativePath().startsWith(ApiDoor.PREFIX)) {
            ApiDoor.refuse(exchange, over, metrics);
        } else {
            over.refuse(exchange, metrics);
        }
    }

    private @Nullable String key(Requester requester, @Nullable InetSocketAddress peer) {
        if (!requester.standsForMany()) {
            return Payer.network(requester.address());
        }
        return peer == null || peer.getAddress() == null || proxies.contains(peer.getAddress())
                ? null
                : peer.toString();
    }
}
