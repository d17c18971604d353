package io.orderwire.gateway;

import io.orderwire.runtime.config.Option;
import java.util.List;

/** Limits of the work that clients cause on the reading thread. */
final class WorkOptions {
    private static final int LEAST = 1;
    private static final int MOST = 1_000_000;

    /** Time of the reading thread for one client. */
    static final Option<Integer> CLIENT_MS = Option.integer(
            "gateway.client.work.ms",
            200,
            LEAST,
            MOST,
            "Time of the reading thread that a client may use in a second, estimated from what is matched, encoded and sent"
                    + " for it; it shares the costs of equal subscriptions. Above it, the client's most costly subscriptions"
                    + " end with an error, and new ones are refused for some seconds.");

    /** Time of the reading thread for all clients of an address. */
    static final Option<Integer> ADDRESS_MS = Option.integer(
            "gateway.address.work.ms",
            500,
            LEAST,
            MOST,
            "The same for all clients of an address, or of a /64 network of IPv6.");

    /** Time of the reading thread for all clients with a token. */
    static final Option<Integer> TOKEN_MS =
            Option.integer("gateway.token.work.ms", 500, LEAST, MOST, "The same for all clients with the same token.");

    /** All options of this class. */
    static final List<Option<?>> ALL = List.of(CLIENT_MS, ADDRESS_MS, TOKEN_MS);

    private WorkOptions() {}
}
