package io.orderwire.gateway;

import io.orderwire.runtime.config.Option;
import java.util.List;

/** Bounds of connections: their number, and the time to send a request. */
public final class ConnectionOptions {
    /** Longest time to receive the head of a request. */
    static final Option<Integer> REQUEST_TIMEOUT_MS = Option.integer(
            "gateway.request.timeout.ms",
            10_000,
            100,
            600_000,
            "Longest time for the head of a request to come, a handshake's too, and from the start of a connection for the"
                    + " first one, a TLS handshake included; a connection that takes longer is cut.");

    /** Maximum number of connected clients. */
    public static final Option<Integer> MAX_CONNECTIONS = Option.integer(
            "gateway.max.connections", 2_000, 1, 100_000, "Clients that may be connected; more are refused with 429.");

    /** Maximum number of open TCP connections in addition to those of clients. */
    static final Option<Integer> OTHER_CONNECTIONS = Option.integer(
            "gateway.other.connections",
            1_000,
            16,
            100_000,
            "TCP connections that may be open besides gateway.max.connections: those of searches and browsers, and those that"
                    + " have not sent a request yet. If one more is opened, a connection that waits for a request is closed: the oldest"
                    + " of the address that has the most such connections; if no connection waits, the new one is closed.");

    /** Maximum number of connected clients of one address. */
    static final Option<Integer> ADDRESS_CONNECTIONS = Option.integer(
            "gateway.address.connections",
            250,
            1,
            100_000,
            "Clients of one address that may be connected; more are refused with 429. An IPv6 address counts as its first 64 bits,"
                    + " a client of a trusted proxy as itself, and one of gateway.shared.addresses not at all.");

    /** All options of this class. */
    static final List<Option<?>> ALL =
            List.of(REQUEST_TIMEOUT_MS, MAX_CONNECTIONS, OTHER_CONNECTIONS, ADDRESS_CONNECTIONS);

    private ConnectionOptions() {}
}
