package io.orderwire.runtime.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

/** Answers a request that is not served with one line of text that says why. */
public final class Refusal {
    private static final HttpString CONTENT_TYPE_OPTIONS = new HttpString("X-Content-Type-Options");
    private static final int LONGEST_QUOTE = 100;

    private Refusal() {}

    /** Ends the exchange. */
    public static void send(HttpServerExchange exchange, int status, String why) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "text/plain; charset=us-ascii")
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(CONTENT_TYPE_OPTIONS, "nosniff");
        exchange.getResponseSender().send(why + "\n");
    }

    /** Text of a client in a form that may be shown anywhere: printable ASCII, and not much of it. */
    public static String quote(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().limit(LONGEST_QUOTE).forEach(c -> shown.append(c > ' ' && c < 127 ? (char) c : '?'));
        return text.length() > LONGEST_QUOTE ? shown + "..." : shown.toString();
    }
}
