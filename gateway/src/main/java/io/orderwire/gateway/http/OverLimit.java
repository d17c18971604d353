package io.orderwire.gateway.http;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.http.RefusedRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.concurrent.TimeUnit;

/**
 * A limit that a request exceeds.
 *
 * @param what describes what exceeds the limit, and for whom
 * @param option that sets it
 * @param value of the option
 * @param waitNanos until the same request may succeed, 0 if that is unknown
 */
record OverLimit(String what, String option, long value, long waitNanos) {
    String text() {
        return what + ": " + option + " is " + value;
    }

    /** Sets the header {@code Retry-After} if the time is known, and counts the refusal. */
    void prepare(HttpServerExchange exchange, GatewayMetrics metrics) {
        metrics.edge().refused(StatusCodes.TOO_MANY_REQUESTS);
        metrics.edge().limits().reached(option);
        if (waitNanos > 0) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(waitNanos + TimeUnit.SECONDS.toNanos(1) - 1);
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, seconds);
        }
    }

    /** Answers with 429 and one line of text. */
    void refuse(HttpServerExchange exchange, GatewayMetrics metrics) {
        prepare(exchange, metrics);
        RefusedRequest.send(exchange, StatusCodes.TOO_MANY_REQUESTS, text());
    }
}
