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
 * Bounds how fast an address sends requests, whatever they are for. Of an address that stands for many clients, each
 * connection is bounded, unless it is a trusted proxy's, which carries the requests of many.
 */
final class RequestRates implements HttpHandler {
    private final int perSecond;
    private final Rates rates;
    private final TrustedProxies proxies;
    private final GatewayMetrics metrics;
    private final HttpHandler next;

    /** So many a second in the long run, ten times as many at once. */
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
        // Each further one costs a connection, whose rate is bounded before anything is read.
        exchange.setPersistent(false);
        String whose = requester.standsForMany() ? "this connection" : "this address";
        OverLimit over = new OverLimit(
                whose + " sends requests too fast", "gateway.address.requests.per.second", perSecond, waitNanos);
        if (exchange.getRelativePath().startsWith(OrdersApi.PATH)) {
            OrdersApi.refuse(exchange, over, metrics);
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
