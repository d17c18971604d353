package io.orderwire.gateway.serve;

import io.orderwire.gateway.match.OrderFields;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.protocol.ApiAnswers;
import io.orderwire.gateway.protocol.Suggestion;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.http.AnswerTimeout;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.RequestLimit;
import io.undertow.server.handlers.RequestLimitingHandler;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/orders} and {@code /api/v1/orders/{oid}}: recent orders, by filter or of one id. Each search looks at
 * up to all of them, so that few are made at a time.
 */
final class OrdersApi implements HttpHandler {
    static final String PATH = "/api/v1/orders";

    private static final int SEARCHES = 2;
    private static final int SEARCHES_WAITING = 16;
    private static final int USUAL_LIMIT = 100;
    private static final int MOST = 1_000;
    private static final int LONGEST_OID = 20;
    private static final int LONGEST_VALUE = 128;
    private static final String TEXT = "a text of 1 to " + LONGEST_VALUE + " characters";
    private static final List<String> PARAMETERS = List.of("coin", "user", "status", "side", "minNotional", "limit");

    /** Thrown for a parameter that is not valid; the message names it. */
    private static final class BadParameterException extends Exception {
        private static final long serialVersionUID = 1;

        BadParameterException(String message) {
            super(message);
        }
    }

    private final RecentOrders recent;
    private final OriginPolicy origins;
    private final GatewayServer.Gate gate;
    private final GatewayMetrics metrics;

    private OrdersApi(RecentOrders recent, OriginPolicy origins, GatewayServer.Gate gate, GatewayMetrics metrics) {
        this.recent = recent;
        this.origins = origins;
        this.gate = gate;
        this.metrics = metrics;
    }

    /** A handler of the path and what is below it; more searches than a few at once are refused with 429. */
    static HttpHandler of(RecentOrders recent, OriginPolicy origins, GatewayServer.Gate gate, GatewayMetrics metrics) {
        OrdersApi api = new OrdersApi(recent, origins, gate, metrics);
        RequestLimit limit = new RequestLimit(SEARCHES, SEARCHES_WAITING);
        limit.setFailureHandler(exchange ->
                api.refuse(exchange, StatusCodes.TOO_MANY_REQUESTS, "too many searches at once, try again"));
        return new RequestLimitingHandler(limit, api);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        String refusal = origins.refusal(exchange);
        if (refusal != null) {
            refuse(exchange, StatusCodes.FORBIDDEN, refusal);
        } else if (gate.isReady()) {
            // A client that does not read its answer must not keep its place among the searches.
            AnswerTimeout.start(exchange);
            exchange.dispatch(this::answer);
        } else {
            refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE, "the gateway is not ready");
        }
    }

    private void answer(HttpServerExchange exchange) {
        try {
            String below = exchange.getRelativePath();
            if (below.isEmpty() || below.equals("/")) {
                search(exchange);
            } else {
                order(exchange, below.substring(1));
            }
        } catch (BadParameterException e) {
            problem(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private void search(HttpServerExchange exchange) throws BadParameterException {
        Map<String, Deque<String>> given = exchange.getQueryParameters();
        NavigableSet<String> unknown = new TreeSet<>(given.keySet());
        PARAMETERS.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            String name = unknown.first();
            throw new BadParameterException("unknown parameter " + name + Suggestion.of(name, PARAMETERS));
        }
        OrderFilter filter = new OrderFilter(
                values(given, "coin", TEXT, coin -> coin),
                values(given, "user", "an address, 0x and 40 hexadecimal digits", OrderFilter::address),
                values(given, "status", TEXT, status -> status),
                values(given, "side", "A or B", side -> OrderFilter.SIDES.contains(side) ? side : null),
                minNotional(given));
        tell(exchange, recent.find(filter, limit(given)));
    }

    private void order(HttpServerExchange exchange, String oid) throws BadParameterException {
        if (oid.length() > LONGEST_OID || !oid.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadParameterException("oid must be a number of at most " + LONGEST_OID + " digits");
        }
        if (!exchange.getQueryParameters().isEmpty()) {
            throw new BadParameterException("a search by oid takes no parameters");
        }
        RecentOrders.Found found = recent.ofOrder(oid, MOST);
        if (found.orders().isEmpty()) {
            problem(exchange, StatusCodes.NOT_FOUND, "no recent order has the oid " + oid);
            return;
        }
        List<byte[]> oldestFirst = new ArrayList<>(found.orders());
        Collections.reverse(oldestFirst);
        tell(exchange, new RecentOrders.Found(oldestFirst, found.truncated()));
    }

    /** A parameter may be repeated; an order then has to match one of its values. */
    private static Set<String> values(
            Map<String, Deque<String>> given, String name, String expected, Function<String, @Nullable String> valid)
            throws BadParameterException {
        Set<String> values = new HashSet<>();
        Deque<String> all = given.get(name);
        if (all != null) {
            for (String text : all) {
                String value = text.isEmpty() || text.length() > LONGEST_VALUE ? null : valid.apply(text);
                if (value == null) {
                    throw new BadParameterException(name + " must be " + expected);
                }
                values.add(value);
            }
        }
        return values;
    }

    private static @Nullable String single(Map<String, Deque<String>> given, String name) throws BadParameterException {
        Deque<String> all = given.get(name);
        if (all != null && all.size() > 1) {
            throw new BadParameterException(name + " must be given once, not " + all.size() + " times");
        }
        return all == null ? null : all.getFirst();
    }

    private static @Nullable BigDecimal minNotional(Map<String, Deque<String>> given) throws BadParameterException {
        String text = single(given, "minNotional");
        BigDecimal amount = text == null ? null : OrderFields.plainDecimal(text);
        if (text != null && (amount == null || amount.signum() < 0)) {
            throw new BadParameterException("minNotional must be an amount, such as 1000 or 0.5");
        }
        return amount;
    }

    private static int limit(Map<String, Deque<String>> given) throws BadParameterException {
        String text = single(given, "limit");
        if (text == null) {
            return USUAL_LIMIT;
        }
        int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw new BadParameterException("limit must be a number from 1 to " + MOST);
        }
        return limit;
    }

    private static void tell(HttpServerExchange exchange, RecentOrders.Found found) {
        send(exchange, "application/json", ApiAnswers.orders(found.orders(), found.truncated()));
    }

    private void refuse(HttpServerExchange exchange, int status, String why) {
        metrics.refused(status);
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
