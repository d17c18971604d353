package io.orderwire.gateway.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import org.jspecify.annotations.Nullable;

/**
 * Serves one file of the page, with headers that allow the page to load from and connect to this server only. A browser asks
 * for each file at each visit, so that it never mixes files of two versions, and gets only those that have changed.
 */
final class PageHandler implements HttpHandler {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final HttpString CONTENT_SECURITY_POLICY = new HttpString("Content-Security-Policy");
    private static final HttpString CONTENT_TYPE_OPTIONS = new HttpString("X-Content-Type-Options");
    private static final HttpString FRAME_OPTIONS = new HttpString("X-Frame-Options");
    private static final HttpString REFERRER_POLICY = new HttpString("Referrer-Policy");
    private static final HttpString STRICT_TRANSPORT_SECURITY = new HttpString("Strict-Transport-Security");
    /** 30 days after each visit; applies to every port of the host. */
    private static final String ONLY_HTTPS = "max-age=2592000";

    private final PageFile file;
    private final boolean secure;

    PageHandler(PageFile file, boolean secure) {
        this.file = file;
        this.secure = secure;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, file.contentType())
                .put(Headers.CACHE_CONTROL, "no-cache")
                .put(Headers.ETAG, file.tag())
                .put(CONTENT_SECURITY_POLICY, POLICY)
                .put(CONTENT_TYPE_OPTIONS, "nosniff")
                .put(FRAME_OPTIONS, "DENY")
                .put(REFERRER_POLICY, "no-referrer");
        if (secure) {
            exchange.getResponseHeaders().put(STRICT_TRANSPORT_SECURITY, ONLY_HTTPS);
        }
        if (isKnown(exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH))) {
            exchange.setStatusCode(StatusCodes.NOT_MODIFIED).endExchange();
            return;
        }
        exchange.getResponseSender().send(file.content());
    }

    /** Whether the browser has the file, possibly through a proxy that compressed it and so made the tag a weak one. */
    private boolean isKnown(@Nullable String tag) {
        return tag != null && (tag.equals(file.tag()) || tag.equals("W/" + file.tag()));
    }
}
