package io.orderwire.runtime.http;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.xnio.IoUtils;

/**
 * Refuses requests whose body does not state its length, without reading it. No request here needs a body. Undertow reads a
 * body to its end for the sake of the next request, and prints a stack trace to standard error for each chunked one that is
 * longer than its limit.
 */
public final class StatedLength implements HttpHandler {
    private final IntConsumer refused;
    private final HttpHandler next;

    /** Guards {@code next}; gives {@code refused} the status of each refusal. */
    public StatedLength(IntConsumer refused, HttpHandler next) {
        this.refused = refused;
        this.next = next;
    }

    /** Closes the connection, which the end of the exchange would do only after the body. */
    private static final class Close implements IoCallback {
        @Override
        public void onComplete(HttpServerExchange exchange, Sender sender) {
            IoUtils.safeClose(exchange.getConnection());
        }

        @Override
        public void onException(HttpServerExchange exchange, Sender sender, IOException failure) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING)) {
            next.handleRequest(exchange);
            return;
        }
        refused.accept(StatusCodes.BAD_REQUEST);
        exchange.setPersistent(false);
        RefusedRequest.send(
                exchange, StatusCodes.BAD_REQUEST, "a request must not have a body of unknown length", new Close());
    }
}
