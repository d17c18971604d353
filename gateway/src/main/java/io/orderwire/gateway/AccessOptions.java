package io.orderwire.gateway;

import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.http.HostName;
import io.orderwire.runtime.http.Network;
import io.orderwire.websocket.handshake.Origin;
import java.util.List;

/** Options of access: tokens, the TLS certificate, and the allowed host names, web pages and proxies. */
public final class AccessOptions {
    /** File of the tokens of clients. */
    public static final Option<String> TOKENS_FILE = Option.text(
            "gateway.tokens.file",
            "",
            "File that names who may read, one a line: a name, the SHA-256 of a bearer token in hexadecimal digits, and maybe"
                    + " until when it holds, such as 2027-01-31T00:00:00Z. Read again when it changes. Without it anyone may.");

    /** Whether tokens are accepted in query strings. */
    public static final Option<Boolean> TOKENS_QUERY = Option.flag(
            "gateway.tokens.query",
            false,
            "Whether a client that cannot set headers may bring its token as the parameter token, as in /ws?token=…; proxies"
                    + " and browsers log addresses. Needs gateway.tokens.file.");

    /** Whether {@code /stats} requires a token. */
    public static final Option<Boolean> STATS_TOKEN = Option.flag(
            "gateway.stats.token", false, "Whether /stats needs a token as /ws does. Needs gateway.tokens.file.");

    /** Maximum number of connected clients of one token. */
    public static final Option<Integer> TOKEN_CONNECTIONS = Option.integer(
            "gateway.token.connections",
            100,
            1,
            100_000,
            "Clients that may be connected with one token; more are refused with 429.");

    /** File of the TLS certificate. */
    public static final Option<String> TLS_CERTIFICATE = Option.text(
            "gateway.tls.certificate",
            "",
            "PEM file of the gateway's certificate, followed by those of who issued it. With it the port speaks https and wss only."
                    + " Needs gateway.tls.key. Read again when it changes: new connections get the new one.");

    /** File of the key of the TLS certificate. */
    public static final Option<String> TLS_KEY = Option.text(
            "gateway.tls.key",
            "",
            "PEM file of the key to gateway.tls.certificate: RSA or EC in PKCS#8, PKCS#1 or SEC1"
                    + " (BEGIN PRIVATE KEY, BEGIN RSA PRIVATE KEY, BEGIN EC PRIVATE KEY), not encrypted."
                    + " Read again when it changes.");

    /** Host names for which requests are accepted. */
    public static final Option<List<String>> ALLOWED_HOSTS = Option.list(
            "gateway.allowed.hosts",
            HostName::of,
            "host names",
            "Host names under which the gateway answers, with any port, such as gateway.example.org, besides addresses,"
                    + " localhost and a name in gateway.host; requests for other hosts get 403. Web pages of these hosts"
                    + " are the gateway's own.");

    /** Origins of web pages that may connect without a token. */
    public static final Option<List<Origin>> ALLOWED_ORIGINS = Option.list(
            "gateway.allowed.origins",
            Origin::of,
            "origins",
            "Origins of web pages that may connect without a token, such as https://example.org, besides the gateway's own"
                    + " (the host of the request, and those in gateway.allowed.hosts) and those of this machine.");

    /** Proxies whose forwarding headers are trusted. */
    public static final Option<List<Network>> TRUSTED_PROXIES = Option.list(
            "gateway.trusted.proxies",
            Network::of,
            "addresses and networks such as 10.0.0.0/8",
            "Proxies whose Forwarded or X-Forwarded-For, -Host and -Proto say for whom they ask; of others these headers"
                    + " are ignored. Each of them has to set or to remove all of these headers.");

    /** All options of this class. */
    static final List<Option<?>> ALL = List.of(
            TOKENS_FILE,
            TOKENS_QUERY,
            STATS_TOKEN,
            TOKEN_CONNECTIONS,
            TLS_CERTIFICATE,
            TLS_KEY,
            ALLOWED_HOSTS,
            ALLOWED_ORIGINS,
            TRUSTED_PROXIES);

    private AccessOptions() {}
}
