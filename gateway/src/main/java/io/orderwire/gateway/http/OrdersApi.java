package io.orderwire.gateway.http;

import io.orderwire.gateway.match.OrderFields;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.protocol.ApiAnswers;
import io.orderwire.gateway.protocol.Suggestion;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.recent.RecentSearch;
import io.orderwire.gateway.recent.Wanted;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.websocket.handshake.OriginPolicy;
import io.orderwire.websocket.handshake.Requester;
import io.orderwire.websocket.limit.Payer;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * {@code GET /api/v1/orders} and {@code /api/v1/orders/{oid}}: recent orders, by filter or of one id. Each search looks at
 * up to all of them, so that {@link Searches} bounds their work.
 */
final class OrdersApi implements HttpHandler {
    static final String PATH = "/api/v1/orders";

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

    /** What a valid request asks for. */
    private record Query(Wanted wanted, int limit, @Nullable String oid) {}

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
                enter(exchange, query(exchange));
            } catch (BadParameterException e) {
                problem(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
            }
        }
    }

    private void enter(HttpServerExchange exchange, Query query) {
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
                // Undertow throws where the connection was cut meanwhile: nobody waits for that answer.
                if (exchange.getConnection().isOpen()) {
                    metrics.sessions().failed(e);
                    IoUtils.safeClose(exchange.getConnection());
                }
            } finally {
                searches.leave(payer);
            }
        });
    }

    /** On the thread of the searches: only until the answer is ready, not until the client has taken it. */
    private void answer(HttpServerExchange exchange, Payer payer, Query query) {
        RecentSearch.Found found =
                search.find(query.wanted, query.limit, searches.limits().answerBytes());
        if (found.end() == RecentSearch.End.TOO_LONG) {
            metrics.edge().searches().cut();
        }
        String oid = query.oid;
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

    private static Query query(HttpServerExchange exchange) throws BadParameterException {
        String below = exchange.getRelativePath();
        return below.isEmpty() || below.equals("/")
                ? ofFilter(exchange.getQueryParameters())
                : ofOrder(exchange, below.substring(1));
    }

    private static Query ofFilter(Map<String, Deque<String>> given) throws BadParameterException {
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
        return new Query(Wanted.matching(filter), limit(given), null);
    }

    private static Query ofOrder(HttpServerExchange exchange, String oid) throws BadParameterException {
        if (oid.isEmpty() || oid.length() > LONGEST_OID || !oid.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadParameterException("oid must be a number of at most " + LONGEST_OID + " digits");
        }
        if (!exchange.getQueryParameters().isEmpty()) {
            throw new BadParameterException("a search by oid takes no parameters");
        }
        return new Query(Wanted.ofOrder(oid), MOST, oid);
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

    /** The same answer as to any other refused search. */
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
