package io.orderwire.gateway.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Serves one file of the page from the jar, with headers that allow the page to load from and connect to this server only.
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

    private final byte[] content;
    private final String contentType;
    private final boolean secure;

    PageHandler(String file, String contentType, boolean secure) {
        this.content = load(file);
        this.contentType = contentType;
        this.secure = secure;
    }

    private static byte[] load(String file) {
        String path = "/io/orderwire/gateway/page/" + file;
        try (InputStream in = PageHandler.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, contentType)
                .put(Headers.CACHE_CONTROL, "no-cache")
                .put(CONTENT_SECURITY_POLICY, POLICY)
                .put(CONTENT_TYPE_OPTIONS, "nosniff")
                .put(FRAME_OPTIONS, "DENY")
                .put(REFERRER_POLICY, "no-referrer");
        if (secure) {
            exchange.getResponseHeaders().put(STRICT_TRANSPORT_SECURITY, ONLY_HTTPS);
        }
        exchange.getResponseSender().send(ByteBuffer.wrap(content));
    }
}
