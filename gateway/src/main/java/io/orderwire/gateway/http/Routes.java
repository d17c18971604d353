package io.orderwire.gateway.http;

import io.orderwire.gateway.session.Clients;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.http.HostCheck;
import io.orderwire.runtime.http.ReadOnly;
import io.orderwire.runtime.http.RefusedRequest;
import io.orderwire.runtime.http.StatedLength;
import io.orderwire.websocket.handshake.Forwarding;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** Routes each request to its handler, after the checks that every request has to pass. */
final class Routes {
    private final Access access;
    private final GatewayServer.Gate gate;
    private final GatewayMetrics metrics;

    Routes(Access access, GatewayServer.Gate gate, GatewayMetrics metrics) {
        this.access = access;
        this.gate = gate;
        this.metrics = metrics;
    }

    /** The handler of all requests; {@code secure} if the server speaks TLS. */
    HttpHandler all(
            HttpHandler handshake, GatewayServer.Content content, Searches searches, Clients clients, boolean secure) {
        ApiDoor door = new ApiDoor(searches, access.originPolicy(), gate, metrics);
        PathHandler paths = new PathHandler()
                .addExactPath("/ws", holders(handshake))
                .addPrefixPath(OrdersApi.PATH, holders(new OrdersApi(content.recent(), door)))
                .addExactPath(ActivityApi.PATH, holders(new ActivityApi(content.recent(), door, System::nanoTime)))
                .addExactPath(ClientsApi.PATH, holders(new ClientsApi(clients, door, System::nanoTime)))
                .addExactPath("/stats", stats(content.stats()))
                .addExactPath("/stats/history", stats(content.history()));
        PageFile.all().forEach(file -> paths.addExactPath(file.path(), new PageHandler(file, secure)));
        HttpHandler bounded = new RequestRates(
                access.requestsPerSecond(), System::nanoTime, access.proxies(), metrics, new ReadOnly(paths));
        HttpHandler forwarded = new Forwarding(access.proxies(), access.hosts(), metrics.edge()::refused, bounded);
        return new StatedLength(
                metrics.edge()::refused, new HostCheck(access.hosts(), metrics.edge()::refused, forwarded));
    }

    private HttpHandler holders(HttpHandler next) {
        return new Authorization(access.admission().tokens(), access.tokensInQuery(), metrics, next);
    }

    private HttpHandler stats(Supplier<byte[]> stats) {
        HttpHandler handler = exchange -> send(exchange, stats);
        return access.tokenForStats() ? holders(handler) : handler;
    }

    private void send(HttpServerExchange exchange, Supplier<byte[]> stats) {
        if (!gate.isStarted()) {
            RefusedRequest.send(exchange, StatusCodes.SERVICE_UNAVAILABLE, "the gateway has not started");
            return;
        }
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "application/json")
                .put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(ByteBuffer.wrap(stats.get()));
    }
}
