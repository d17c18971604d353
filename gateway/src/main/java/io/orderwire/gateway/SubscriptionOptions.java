package io.orderwire.gateway;

import io.orderwire.runtime.config.Option;

/** Bounds of the memory that the subscriptions of clients take. */
final class SubscriptionOptions {
    private static final int LEAST = 64 << 10;
    private static final int MOST = 1 << 30;

    /** Of a client. */
    static final Option<Integer> CLIENT_BYTES = Option.integer(
            "gateway.client.subscription.bytes",
            16 << 20,
            LEAST,
            MOST,
            "Memory that the subscriptions of one client may take, about 2 KiB each and 240 bytes for each address in its"
                    + " filters, or for each combination of the values in its lists; more are answered with an error.");

    /** Of all clients of an address. */
    static final Option<Integer> ADDRESS_BYTES = Option.integer(
            "gateway.address.subscription.bytes",
            24 << 20,
            LEAST,
            MOST,
            "The same for all clients of an address, or of a /64 network of IPv6.");

    /** Of all clients with a token. */
    static final Option<Integer> TOKEN_BYTES = Option.integer(
            "gateway.token.subscription.bytes", 24 << 20, LEAST, MOST, "The same for all clients with the same token.");

    /** Of all clients. */
    static final Option<Integer> BYTES =
            Option.integer("gateway.subscription.bytes", 64 << 20, LEAST, MOST, "The same for all clients together.");

    private SubscriptionOptions() {}
}
