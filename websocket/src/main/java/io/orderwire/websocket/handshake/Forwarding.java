package io.orderwire.websocket.handshake;

import io.orderwire.runtime.http.AllowedHosts;
import io.orderwire.runtime.http.Authority;
import io.orderwire.runtime.http.HostCheck;
import io.orderwire.runtime.http.RefusedRequest;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * Finds out from the headers of trusted proxies who sent a request, and refuses it if a proxy was asked for a host that is
 * not allowed. The header {@code Host} has to be allowed as well: a web page whose host name resolves to a trusted address
 * could send any other header.
 */
public final class Forwarding implements HttpHandler {
    private final TrustedProxies proxies;
    private final AllowedHosts hosts;
    private final IntConsumer refused;
    private final HttpHandler next;

    /** Passes requests on to {@code next}; {@code refused} counts the others by status. */
    public Forwarding(TrustedProxies proxies, AllowedHosts hosts, IntConsumer refused, HttpHandler next) {
        this.proxies = proxies;
        this.hosts = hosts;
        this.refused = refused;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        InetSocketAddress source = exchange.getSourceAddress();
        if (source == null || source.getAddress() == null) {
            // The connection ended in the meantime.
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        InetAddress peer = source.getAddress();
        Authority asked = exchange.getAttachment(HostCheck.ASKED);
        if (!proxies.contains(peer)) {
            exchange.putAttachment(Requester.KEY, new Requester(peer, proxies.standsForMany(peer), asked, null));
            next.handleRequest(exchange);
            return;
        }
        Forwarded forwarded = forwarded(exchange.getRequestHeaders(), peer);
        for (String each : forwarded.hosts()) {
            Authority parsed = Authority.parse(each);
            if (parsed == null) {
                refuse(
                        exchange,
                        StatusCodes.BAD_REQUEST,
                        "the forwarded host " + RefusedRequest.quote(each) + " is malformed");
                return;
            }
            if (!hosts.allows(parsed)) {
                refuse(exchange, StatusCodes.FORBIDDEN, HostCheck.refusal(hosts, parsed));
                return;
            }
        }
        String host = forwarded.host();
        Authority first = host == null ? asked : Authority.parse(host);
        exchange.putAttachment(
                Requester.KEY,
                new Requester(forwarded.client(), standsForMany(forwarded, peer), first, forwarded.scheme()));
        next.handleRequest(exchange);
    }

    /**
     * A proxy that does not name a client may stand for many. Contradictory or malformed headers may come from the client
     * itself; they must not exempt it from the limits of an address, so such requests count for the address of the proxy.
     */
    private boolean standsForMany(Forwarded forwarded, InetAddress peer) {
        if (!forwarded.says()) {
            return true;
        }
        return forwarded.client().equals(peer) ? proxies.isShared(peer) : proxies.standsForMany(forwarded.client());
    }

    private Forwarded forwarded(HeaderMap headers, InetAddress peer) {
        Forwarded standard = Forwarded.standard(peer, joined(headers.get(Headers.FORWARDED)), proxies);
        Forwarded usual = Forwarded.usual(
                peer,
                joined(headers.get(Headers.X_FORWARDED_FOR)),
                joined(headers.get(Headers.X_FORWARDED_HOST)),
                joined(headers.get(Headers.X_FORWARDED_PROTO)),
                proxies);
        return standard.and(usual, peer);
    }

    /** The values of all headers of a name as one, empty if there are none. */
    private static String joined(@Nullable HeaderValues values) {
        return values == null ? "" : String.join(",", values);
    }

    private void refuse(HttpServerExchange exchange, int status, String why) {
        refused.accept(status);
        RefusedRequest.send(exchange, status, why);
    }
}
