package io.orderwire.runtime.http;

import io.undertow.server.HttpServerExchange;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/** Bounds how long a client may take to receive an answer. */
public final class AnswerTimeout {
    private static final long TIMEOUT_MS = 10_000;

    private AnswerTimeout() {}

    /** Closes the connection unless the exchange is complete within 10 s from now. */
    public static void start(HttpServerExchange exchange) {
        XnioExecutor.Key close = exchange.getIoThread()
                .executeAfter(() -> IoUtils.safeClose(exchange.getConnection()), TIMEOUT_MS, TimeUnit.MILLISECONDS);
        exchange.addExchangeCompleteListener((done, listeners) -> {
            close.remove();
            listeners.proceed();
        });
    }
}
