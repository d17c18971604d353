package io.orderwire.websocket.handshake;

import io.orderwire.runtime.http.AllowedHosts;
import io.orderwire.runtime.http.Authority;
import io.orderwire.runtime.http.RefusedRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which web pages may connect. A browser lets any page connect to any host and sends the page's origin along:
 * without this check, every page that a user opens could read what the user's gateway serves. Clients that are not
 * browsers rarely send an origin.
 */
public final class OriginPolicy {
    private final String option;
    private final Set<String> allowed;
    private final AllowedHosts hosts;

    /**
     * Allows the gateway's own page, pages of this machine and others.
     *
     * @param option that lists the others
     * @param origins of the others
     * @param hosts whose listed names are the gateway's own, whatever the scheme and the port: a proxy may replace both
     */
    public OriginPolicy(String option, List<Origin> origins, AllowedHosts hosts) {
        this.option = option;
        this.allowed = origins.stream().map(Origin::text).collect(Collectors.toUnmodifiableSet());
        this.hosts = hosts;
    }

    /**
     * Why a page may not send this request, null if it may. A request with a valid token is always allowed: unlike a cookie,
     * a token is not added by the browser, so a page that sends one was given it.
     *
     * @param authorized true if the request brought a valid token
     */
    @Nullable
    public String refusal(HttpServerExchange exchange, boolean authorized) {
        HeaderValues origins = exchange.getRequestHeaders().get(Headers.ORIGIN);
        if (origins == null || authorized) {
            return null;
        }
        Requester requester = exchange.getAttachment(Requester.KEY);
        return origins.size() == 1
                ? refusal(origins.getFirst(), requester.asked(), requester.scheme())
                : "a request has at most one header Origin";
    }

    /**
     * Why a page may not connect, null if it may.
     *
     * @param asked the host that the browser asked for, under which the gateway answers; null if it is unknown
     * @param scheme of that request, null if it is unknown
     */
    @Nullable
    String refusal(String header, @Nullable Authority asked, @Nullable String scheme) {
        Origin origin = Origin.parse(header);
        if (origin == null) {
            return "the origin " + RefusedRequest.quote(header) + " is malformed";
        }
        if (allowed.contains(origin.text())
                || origin.isLoopback()
                || asked != null && origin.isOf(asked, scheme)
                || origin.authority() != null && hosts.lists(origin.authority())) {
            return null;
        }
        return "pages of the origin " + RefusedRequest.quote(header) + " may not connect; to allow them, list it in "
                + option + ", or its host in " + hosts.option() + " if it is a name of this gateway";
    }
}
