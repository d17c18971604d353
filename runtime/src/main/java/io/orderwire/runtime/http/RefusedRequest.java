package io.orderwire.runtime.http;

import io.undertow.io.IoCallback;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

/** Answers a refused request with one line of text that says why it is refused. */
public final class RefusedRequest {
    private static final HttpString CONTENT_TYPE_OPTIONS = new HttpString("X-Content-Type-Options");
    private static final int LONGEST_QUOTE = 100;

    private RefusedRequest() {}

    /** Sends the status and the reason, which ends the exchange. */
    public static void send(HttpServerExchange exchange, int status, String why) {
        send(exchange, status, why, IoCallback.END_EXCHANGE);
    }

    /** Sends the status and the reason; {@code sent} ends the exchange. */
    static void send(HttpServerExchange exchange, int status, String why, IoCallback sent) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "text/plain; charset=us-ascii")
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(CONTENT_TYPE_OPTIONS, "nosniff");
        exchange.getResponseSender().send(why + "\n", sent);
    }

    /** A client's text in a form that is safe everywhere: printable ASCII, cut after {@value #LONGEST_QUOTE} characters. */
    public static String quote(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().limit(LONGEST_QUOTE).forEach(c -> shown.append(c > ' ' && c < 127 ? (char) c : '?'));
        return text.length() > LONGEST_QUOTE ? shown + "..." : shown.toString();
    }
}
