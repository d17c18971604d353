package io.orderwire.runtime.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.Protocols;
import io.undertow.util.StatusCodes;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes on requests whose host is allowed, both in the header {@code Host} and in a request target in absolute form. A
 * request of HTTP/1.0 may lack a host: browsers do not send such requests.
 */
public final class HostCheck implements HttpHandler {
    /** The host and port that a request was addressed to; not attached if the request does not name a host. */
    public static final AttachmentKey<Authority> ASKED = AttachmentKey.create(Authority.class);

    private final AllowedHosts hosts;
    private final IntConsumer refused;
    private final HttpHandler next;

    /** @param refused receives the status code of each refused request */
    public HostCheck(AllowedHosts hosts, IntConsumer refused, HttpHandler next) {
        this.hosts = hosts;
        this.refused = refused;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HeaderValues headers = exchange.getRequestHeaders().get(Headers.HOST);
        String target = target(exchange);
        if (headers == null && target == null && exchange.getProtocol().equals(Protocols.HTTP_1_0)) {
            next.handleRequest(exchange);
            return;
        }
        if (headers == null || headers.size() != 1) {
            malformed(exchange, "a request has exactly one header Host");
            return;
        }
        Authority host = passed(exchange, headers.getFirst());
        Authority authority = host == null || target == null ? host : passed(exchange, target);
        if (host == null || authority == null) {
            return;
        }
        if (!host.host().equals(authority.host())) {
            malformed(exchange, "the header Host differs from the host of the request target");
            return;
        }
        exchange.putAttachment(ASKED, authority);
        next.handleRequest(exchange);
    }

    /** The parsed host if it is allowed; otherwise refuses the request and returns null. */
    private @Nullable Authority passed(HttpServerExchange exchange, String text) {
        Authority found = Authority.parse(text);
        if (found == null) {
            malformed(exchange, "the host " + RefusedRequest.quote(text) + " is malformed");
            return null;
        }
        if (!hosts.allows(found)) {
            refused.accept(StatusCodes.FORBIDDEN);
            RefusedRequest.send(exchange, StatusCodes.FORBIDDEN, refusal(hosts, found));
            return null;
        }
        return found;
    }

    /** Message that says why requests to that host are refused, and which option would allow them. */
    public static String refusal(AllowedHosts hosts, Authority asked) {
        return "the host " + RefusedRequest.quote(asked.host()) + " is not allowed; to allow it, list it in "
                + hosts.option();
    }

    private void malformed(HttpServerExchange exchange, String why) {
        refused.accept(StatusCodes.BAD_REQUEST);
        RefusedRequest.send(exchange, StatusCodes.BAD_REQUEST, why);
    }

    /** The authority of a request target in absolute form, null in any other form. */
    private static @Nullable String target(HttpServerExchange exchange) {
        if (!exchange.isHostIncludedInRequestURI()) {
            return null;
        }
        String uri = exchange.getRequestURI();
        int scheme = uri.indexOf("://");
        int begin = scheme < 0 ? 0 : scheme + 3;
        int end = begin;
        while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        return uri.substring(begin, end);
    }
}
