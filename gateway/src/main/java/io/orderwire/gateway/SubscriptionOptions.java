package io.orderwire.gateway;

import io.orderwire.runtime.config.Option;
import java.util.List;

/** Bounds of subscriptions: their number for one client, and their memory. */
final class SubscriptionOptions {
    private static final int LEAST = 64 << 10;
    private static final int MOST = 1 << 30;

    /** Maximum number of subscriptions of one client. */
    static final Option<Integer> MAX_SUBSCRIPTIONS = Option.integer(
            "gateway.max.subscriptions",
            1_000,
            1,
            100_000,
            "Subscriptions that one client may hold; more are answered with an error.");

    /** Memory of the subscriptions of one client. */
    static final Option<Integer> CLIENT_BYTES = Option.integer(
            "gateway.client.subscription.bytes",
            16 << 20,
            LEAST,
            MOST,
            "Memory that the subscriptions of one client may take, about 2 KiB each and 240 bytes for each address in its"
                    + " filters, or for each combination of the values in its lists; more are answered with an error.");

    /** Memory of the subscriptions of all clients of an address. */
    static final Option<Integer> ADDRESS_BYTES = Option.integer(
            "gateway.address.subscription.bytes",
            24 << 20,
            LEAST,
            MOST,
            "The same for all clients of an address, or of a /64 network of IPv6.");

    /** Memory of the subscriptions of all clients with a token. */
    static final Option<Integer> TOKEN_BYTES = Option.integer(
            "gateway.token.subscription.bytes", 24 << 20, LEAST, MOST, "The same for all clients with the same token.");

    /** Memory of all subscriptions. */
    static final Option<Integer> BYTES =
            Option.integer("gateway.subscription.bytes", 64 << 20, LEAST, MOST, "The same for all clients together.");

    /** All options of this class. */
    static final List<Option<?>> ALL = List.of(MAX_SUBSCRIPTIONS, CLIENT_BYTES, ADDRESS_BYTES, TOKEN_BYTES, BYTES);

    private SubscriptionOptions() {}
}
