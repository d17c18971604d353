package io.orderwire.gateway;

import io.orderwire.runtime.config.Option;
import java.util.List;

/** Limits of the work that clients cause on the I/O threads. */
final class IoOptions {
    /** Milliseconds that the I/O threads, of which there are at most 64, have in a second. */
    private static final int MOST_MS = 64_000;

    /** Maximum rate of messages of all clients of an address. */
    static final Option<Integer> ADDRESS_MESSAGES = Option.integer(
            "gateway.address.messages.per.second",
            1_000,
            1,
            10_000_000,
            "Messages that all clients of an address, or of a /64 network of IPv6, may send in the long run, counted as for"
                    + " gateway.messages.per.second, and ten times as many at once; a client that sends more is closed with"
                    + " 4002.");

    /** Maximum rate of messages of all clients with a token. */
    static final Option<Integer> TOKEN_MESSAGES = Option.integer(
            "gateway.token.messages.per.second", 1_000, 1, 10_000_000, "The same for all clients with the same token.");

    /** Share of the I/O threads' time for compression. */
    static final Option<Integer> COMPRESSION_PERCENT = Option.integer(
            "gateway.compression.percent",
            25,
            1,
            100,
            "Share of the time of gateway.io.threads, percent, that compression may take for all clients together. Above it,"
                    + " frames are sent uncompressed.");

    /** Time for the compression of one client's frames. */
    static final Option<Integer> CLIENT_COMPRESSION_MS = Option.integer(
            "gateway.client.compression.ms",
            100,
            1,
            MOST_MS,
            "Milliseconds of these threads that compression for a client may take in a second. A frame for many is compressed"
                    + " for the first of them that may have it so, and that one is charged. Above it, the client gets frames"
                    + " uncompressed that were not compressed for another.");

    /** Time for the compression of the frames of all clients of an address. */
    static final Option<Integer> ADDRESS_COMPRESSION_MS = Option.integer(
            "gateway.address.compression.ms",
            150,
            1,
            MOST_MS,
            "The same for all clients of an address, or of a /64 network of IPv6.");

    /** Time for the compression of the frames of all clients with a token. */
    static final Option<Integer> TOKEN_COMPRESSION_MS = Option.integer(
            "gateway.token.compression.ms", 150, 1, MOST_MS, "The same for all clients with the same token.");

    /** All options of this class. */
    static final List<Option<?>> ALL = List.of(
            ADDRESS_MESSAGES,
            TOKEN_MESSAGES,
            COMPRESSION_PERCENT,
            CLIENT_COMPRESSION_MS,
            ADDRESS_COMPRESSION_MS,
            TOKEN_COMPRESSION_MS);

    private IoOptions() {}
}
