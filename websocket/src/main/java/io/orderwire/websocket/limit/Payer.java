package io.orderwire.websocket.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Who pays for what a client costs. What is bounded for an address or a token is bounded for all clients with an equal one.
 *
 * @param address an IPv4 address, or the first 64 bits of an IPv6 address, of which one host has many; null if the address
 *     says nothing about who the client is
 * @param token identifies the token that the client brought, null if it needs none
 */
public record Payer(@Nullable String address, @Nullable String token) {
    /** A payer of whom neither address nor token is known. */
    public static final Payer UNKNOWN = new Payer(null, null);

    private static final int NETWORK_BYTES = 8;

    /** The key under which an address is limited: the IPv4 address, or the first 64 bits of an IPv6 address. */
    public static String network(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES) + "/64"
                : address.getHostAddress();
    }
}
