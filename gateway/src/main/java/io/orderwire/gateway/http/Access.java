package io.orderwire.gateway.http;

import io.orderwire.runtime.http.AllowedHosts;
import io.orderwire.websocket.handshake.Origin;
import io.orderwire.websocket.handshake.OriginPolicy;
import io.orderwire.websocket.handshake.TrustedProxies;
import java.util.List;

/**
 * Who may send requests.
 *
 * @param hosts names under which the gateway answers
 * @param proxies trusted to name the sender of a request
 * @param origins of web pages that may connect, besides the gateway's own and those of this machine
 * @param admission bounds connections and handshakes
 * @param requestsPerSecond of each address
 * @param tokensInQuery true if a token may be a parameter of a request
 * @param tokenForStats true if {@code /stats} needs a token
 */
public record Access(
        AllowedHosts hosts,
        TrustedProxies proxies,
        List<Origin> origins,
        Admission admission,
        int requestsPerSecond,
        boolean tokensInQuery,
        boolean tokenForStats) {
    OriginPolicy originPolicy() {
        return new OriginPolicy("gateway.allowed.origins", origins, hosts);
    }
}
