package io.orderwire.gateway.http;

import io.orderwire.gateway.protocol.ApiAnswers;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.recent.RecentSearch;
import io.orderwire.websocket.limit.Payer;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code GET /api/v1/orders} and {@code /api/v1/orders/{oid}}: the recent orders that match a filter, or those with one
 * id. A search may scan all recent orders, so {@link Searches} bounds the work of searches.
 */
final class OrdersApi implements HttpHandler {
    static final String PATH = "/api/v1/orders";

    private final RecentSearch search;
    private final ApiDoor door;

    OrdersApi(RecentOrders recent, ApiDoor door) {
        this.search = new RecentSearch(recent);
        this.door = door;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (!door.admits(exchange)) {
            return;
        }
        try {
            OrdersQuery query = OrdersQuery.of(exchange.getRelativePath(), exchange.getQueryParameters());
            door.enter(exchange, (admitted, payer) -> answer(admitted, payer, query));
        } catch (OrdersQuery.BadParameterException e) {
            ApiDoor.problem(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /** Searches and begins to send the answer, on the search thread, which does not wait until the client has read it. */
    private void answer(HttpServerExchange exchange, Payer payer, OrdersQuery query) {
        Searches searches = door.searches();
        RecentSearch.Found found =
                search.find(query.wanted(), query.limit(), searches.limits().answerBytes());
        if (found.end() == RecentSearch.End.TOO_LONG) {
            door.metrics().edge().searches().cut();
        }
        String oid = query.oid();
        if (oid != null && found.orders().isEmpty()) {
            ApiDoor.problem(exchange, StatusCodes.NOT_FOUND, "no recent order has the oid " + oid);
            return;
        }
        long bytes = found.orders().stream().mapToLong(order -> order.length).sum();
        AnswerMemory memory = searches.memory();
        if (!memory.take(payer, bytes)) {
            ApiDoor.refuse(
                    exchange,
                    new OverLimit(
                            "answers to searches that their clients have not taken are as long as they may be, in all or"
                                    + " a quarter of that for one address or token",
                            "gateway.answers.bytes",
                            searches.limits().answersBytes(),
                            TimeUnit.SECONDS.toNanos(1)),
                    door.metrics());
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
        ApiDoor.json(exchange, ApiAnswers.orders(orders, found.truncated()));
    }
}
