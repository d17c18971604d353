package io.orderwire.gateway;

import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.http.Network;
import java.util.List;

/** Limits of connections and requests outside the WebSocket: for one address, and for all addresses together. */
public final class EdgeOptions {
    /** Addresses that many clients share, for which the limits of one address do not apply. */
    public static final Option<List<Network>> SHARED_ADDRESSES = Option.list(
            "gateway.shared.addresses",
            Network::of,
            "addresses and networks such as 10.0.0.0/8",
            "Addresses of which each stands for many clients, of which nothing says who they are, such as a load balancer's"
                    + " that replaces its clients' addresses. Nothing is bounded for one of them, only for each client, for"
                    + " each token, and for all. The same holds for a trusted proxy that names no client.");

    /** Maximum number of open TCP connections of one address. */
    public static final Option<Integer> ADDRESS_SOCKETS = Option.integer(
            "gateway.address.sockets",
            500,
            1,
            100_000,
            "TCP connections of any kind that one address may hold. For one more, its connection that has waited for a request"
                    + " the longest is closed; where none waits, the new one is.");

    /** Maximum rate of new TCP connections of one address. */
    public static final Option<Integer> ADDRESS_ACCEPTS = Option.integer(
            "gateway.address.accepts.per.second",
            100,
            1,
            100_000,
            "TCP connections that one address may open each second in the long run, and ten times as many at once; more are"
                    + " closed at once, before a TLS handshake.");

    /** Maximum rate of WebSocket handshakes of one address. */
    public static final Option<Integer> ADDRESS_HANDSHAKES = Option.integer(
            "gateway.address.handshakes.per.second",
            50,
            1,
            100_000,
            "WebSocket handshakes that clients of one address may send each second in the long run, and ten times as many at"
                    + " once; more are refused with 429.");

    /** Maximum rate of requests of one address. */
    public static final Option<Integer> ADDRESS_REQUESTS = Option.integer(
            "gateway.address.requests.per.second",
            100,
            1,
            1_000_000,
            "Requests of any kind that clients of one address may send each second in the long run, and ten times as many at"
                    + " once; more are refused with 429, and the connection is closed.");

    /** Longest time from the head of a request until the client has received the answer. */
    public static final Option<Integer> ANSWER_TIMEOUT_MS = Option.integer(
            "gateway.answer.timeout.ms",
            10_000,
            100,
            600_000,
            "Longest time from the head of a request until its answer has been taken; a connection that takes longer is cut.");

    /** Longest time that a connection may be idle between requests. */
    public static final Option<Integer> IDLE_TIMEOUT_MS = Option.integer(
            "gateway.idle.timeout.ms",
            30_000,
            100,
            600_000,
            "Longest time between two requests on a connection; one that waits longer is closed.");

    /** CPU time for all searches. */
    public static final Option<Integer> SEARCH_MS = Option.integer(
            "gateway.search.ms.per.second",
            250,
            1,
            1_000,
            "Milliseconds of a core that all searches of /api/v1/orders may take each second in the long run, and ten times"
                    + " as much at once; more are refused with 429.");

    /** CPU time for the searches of one address or token. */
    public static final Option<Integer> ADDRESS_SEARCH_MS = Option.integer(
            "gateway.address.search.ms.per.second",
            50,
            1,
            1_000,
            "Of those, the milliseconds for the searches of one address, and of one token.");

    /** Maximum size of the orders in the answer to one search. */
    public static final Option<Integer> ANSWER_BYTES = Option.integer(
            "gateway.answer.bytes",
            4 << 20,
            64 * 1024,
            1 << 30,
            "Bytes of the orders in one answer of /api/v1/orders, of which there is always one; a longer one ends with"
                    + " truncated:true.");

    /** Memory of all answers to searches that clients have not received. */
    public static final Option<Integer> ANSWERS_BYTES = Option.integer(
            "gateway.answers.bytes",
            16 << 20,
            1 << 20,
            1 << 30,
            "Bytes of the answers of /api/v1/orders that clients have not taken yet; a quarter of it for the clients of one"
                    + " address, and of one token. A search whose answer has no room is refused with 429.");

    /** All options of this class. */
    public static final List<Option<?>> ALL = List.of(
            SHARED_ADDRESSES,
            ADDRESS_SOCKETS,
            ADDRESS_ACCEPTS,
            ADDRESS_HANDSHAKES,
            ADDRESS_REQUESTS,
            ANSWER_TIMEOUT_MS,
            IDLE_TIMEOUT_MS,
            SEARCH_MS,
            ADDRESS_SEARCH_MS,
            ANSWER_BYTES,
            ANSWERS_BYTES);

    private EdgeOptions() {}
}
