package io.orderwire.gateway.http;

import io.orderwire.gateway.protocol.ApiAnswers;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.recent.RecentSearch;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.websocket.handshake.OriginPolicy;
import io.orderwire.websocket.handshake.Requester;
import io.orderwire.websocket.limit.Payer;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;

/**
 * {@code GET /api/v1/orders} and {@code /api/v1/orders/{oid}}: the recent orders that match a filter, or those with one
 * id. A search may scan all recent orders, so {@link Searches} bounds the work of searches.
 */
final class OrdersApi implements HttpHandler {
    static final String PATH = "/api/v1/orders";

    private final RecentSearch search;
    private final Searches searches;
    private final OriginPolicy origins;
    private final GatewayServer.Gate gate;
    private final GatewayMetrics metrics;

    OrdersApi(
            RecentOrders recent,
            Searches searches,
            OriginPolicy origins,
            GatewayServer.Gate gate,
            GatewayMetrics metrics) {
        this.search = new RecentSearch(recent);
        this.searches = searches;
        this.origins = origins;
        this.gate = gate;
        this.metrics = metrics;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        String refusal = origins.refusal(exchange, exchange.getAttachment(Authorization.TOKEN) != null);
        if (refusal != null) {
            refuse(exchange, StatusCodes.FORBIDDEN, refusal);
        } else if (!gate.isReady()) {
            refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE, "the gateway is not ready");
        } else {
            try {
                enter(exchange, OrdersQuery.of(exchange.getRelativePath(), exchange.getQueryParameters()));
            } catch (OrdersQuery.BadParameterException e) {
                problem(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
            }
        }
    }

    private void enter(HttpServerExchange exchange, OrdersQuery query) {
        Payer payer = Admission.Holder.of(
                        exchange.getAttachment(Requester.KEY), exchange.getAttachment(Authorization.TOKEN))
                .payer();
        OverLimit over = searches.enter(payer);
        if (over != null) {
            refuse(exchange, over, metrics);
            return;
        }
        exchange.dispatch(searches.thread(), () -> {
            try {
                if (exchange.getConnection().isOpen()) {
                    searches.charge(payer, () -> answer(exchange, payer, query));
                }
            } catch (RuntimeException | StackOverflowError e) {
                // Undertow throws if the connection was cut meanwhile; then no client waits for the answer.
                if (exchange.getConnection().isOpen()) {
                    metrics.sessions().failed(e);
                    IoUtils.safeClose(exchange.getConnection());
                }
            } finally {
                searches.leave(payer);
            }
        });
    }

    /** Searches and begins to send the answer, on the search thread, which does not wait until the client has read it. */
    private void answer(HttpServerExchange exchange, Payer payer, OrdersQuery query) {
        RecentSearch.Found found =
                search.find(query.wanted(), query.limit(), searches.limits().answerBytes());
        if (found.end() == RecentSearch.End.TOO_LONG) {
            metrics.edge().searches().cut();
        }
        String oid = query.oid();
        if (oid != null && found.orders().isEmpty()) {
            problem(exchange, StatusCodes.NOT_FOUND, "no recent order has the oid " + oid);
            return;
        }
        long bytes = found.orders().stream().mapToLong(order -> order.length).sum();
        AnswerMemory memory = searches.memory();
        if (!memory.take(payer, bytes)) {
            refuse(
                    exchange,
                    new OverLimit(
                            "answers to searches that their clients have not taken are as long as they may be, in all or"
                                    + " a quarter of that for one address or token",
                            "gateway.answers.bytes",
                            searches.limits().answersBytes(),
                            TimeUnit.SECONDS.toNanos(1)),
                    metrics);
            return;
        }
        try {
            exchange.addExchangeCompleteListener((done, listeners) -> {
                memory.release(payer, bytes);
                listeners.proceed();
            });
        } catch (IllegalStateException cut) {
            memory.release(payer, bytes);
            throw cut;
        }
        List<byte[]> orders = new ArrayList<>(found.orders());
        if (oid != null) {
            Collections.reverse(orders);
        }
        send(exchange, "application/json", ApiAnswers.orders(orders, found.truncated()));
    }

    /** Refuses a search that exceeds a limit with status 429. */
    static void refuse(HttpServerExchange exchange, OverLimit over, GatewayMetrics metrics) {
        over.prepare(exchange, metrics);
        problem(exchange, StatusCodes.TOO_MANY_REQUESTS, over.text());
    }

    private void refuse(HttpServerExchange exchange, int status, String why) {
        metrics.edge().refused(status);
        problem(exchange, status, why);
    }

    private static void problem(HttpServerExchange exchange, int status, String detail) {
        exchange.setStatusCode(status);
        send(exchange, "application/problem+json", ApiAnswers.problem(status, StatusCodes.getReason(status), detail));
    }

    private static void send(HttpServerExchange exchange, String type, byte[] answer) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type).put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(ByteBuffer.wrap(answer));
    }
}
