package io.orderwire.gateway.http;

import io.orderwire.gateway.protocol.ApiAnswers;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.websocket.handshake.OriginPolicy;
import io.orderwire.websocket.handshake.Requester;
import io.orderwire.websocket.limit.Payer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import org.xnio.IoUtils;

/** Admits requests to {@code /api}, runs their searches within the bounds of {@link Searches}, and sends their answers. */
final class ApiDoor {
    /** Beginning of the paths whose errors are JSON. */
    static final String PREFIX = "/api/";

    /** Work on the search thread that begins to send an answer. */
    interface Search {
        void answer(HttpServerExchange exchange, Payer payer);
    }

    private final Searches searches;
    private final OriginPolicy origins;
    private final GatewayServer.Gate gate;
    private final GatewayMetrics metrics;

    ApiDoor(Searches searches, OriginPolicy origins, GatewayServer.Gate gate, GatewayMetrics metrics) {
        this.searches = searches;
        this.origins = origins;
        this.gate = gate;
        this.metrics = metrics;
    }

    Searches searches() {
        return searches;
    }

    GatewayMetrics metrics() {
        return metrics;
    }

    /** Whether the request may be answered; otherwise refuses it. */
    boolean admits(HttpServerExchange exchange) {
        String refusal = origins.refusal(exchange, exchange.getAttachment(Authorization.TOKEN) != null);
        if (refusal != null) {
            refuse(exchange, StatusCodes.FORBIDDEN, refusal);
            return false;
        }
        if (!gate.isReady()) {
            refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE, "the gateway is not ready");
            return false;
        }
        return true;
    }

    private void refuse(HttpServerExchange exchange, int status, String why) {
        metrics.edge().refused(status);
        problem(exchange, status, why);
    }

    /** Runs a search when its turn comes, or refuses it because a limit is exceeded. */
    void enter(HttpServerExchange exchange, Search search) {
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
                    searches.charge(payer, () -> search.answer(exchange, payer));
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

    /** Refuses a request that exceeds a limit with status 429. */
    static void refuse(HttpServerExchange exchange, OverLimit over, GatewayMetrics metrics) {
        over.prepare(exchange, metrics);
        problem(exchange, StatusCodes.TOO_MANY_REQUESTS, over.text());
    }

    /** Answers with a status and an explanation. */
    static void problem(HttpServerExchange exchange, int status, String detail) {
        exchange.setStatusCode(status);
        send(exchange, "application/problem+json", ApiAnswers.problem(status, StatusCodes.getReason(status), detail));
    }

    /** Answers with JSON. */
    static void json(HttpServerExchange exchange, byte[] answer) {
        send(exchange, "application/json", answer);
    }

    private static void send(HttpServerExchange exchange, String type, byte[] answer) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type).put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(ByteBuffer.wrap(answer));
    }
}
