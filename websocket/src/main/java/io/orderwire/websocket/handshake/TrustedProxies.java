package io.orderwire.websocket.handshake;

import io.orderwire.runtime.http.IpLiteral;
import io.orderwire.runtime.http.Network;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Proxies that are trusted to name the sender of a request, and other addresses that hide clients. */
public final class TrustedProxies {
    /** Maximum number of proxies in a row that are followed. */
    private static final int MOST_HOPS = 16;

    private final List<Network> networks;
    private final List<Network> shared;

    /**
     * Trusts the addresses in {@code networks}.
     *
     * @param shared addresses that each stand for many clients without naming them
     */
    public TrustedProxies(List<Network> networks, List<Network> shared) {
        this.networks = List.copyOf(networks);
        this.shared = List.copyOf(shared);
    }

    /** Whether an address is a trusted proxy's. */
    public boolean contains(InetAddress address) {
        return contains(networks, address);
    }

    /** Returns true if an address stands for many clients: a listed one, or that of a proxy. */
    public boolean standsForMany(InetAddress address) {
        return contains(address) || isShared(address);
    }

    /** Whether it was listed as an address that stands for many clients. */
    boolean isShared(InetAddress address) {
        return contains(shared, address);
    }

    private static boolean contains(List<Network> all, InetAddress address) {
        return all.stream().anyMatch(network -> network.contains(address));
    }

    /** Yields the entries that proxies appended, the last one first; null when there are no more. */
    interface Hops {
        @Nullable
        String previous();
    }

    /**
     * The first address, from the nearest proxy backwards, that is not a trusted proxy's. If an entry is not an address, or
     * there are no more, the last trusted address: entries before it were not written by a trusted proxy.
     */
    InetAddress client(InetAddress peer, Hops hops) {
        InetAddress last = peer;
        for (int i = 0; i < MOST_HOPS; i++) {
            String entry = hops.previous();
            InetAddress address = entry == null ? null : node(entry.strip());
            if (address == null) {
                return last;
            }
            last = address;
            if (!contains(address)) {
                return address;
            }
        }
        return last;
    }

    /** An address with or without a port (RFC 7239, 6), null for {@code unknown} and for names. */
    static @Nullable InetAddress node(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end > 0 && isPort(text.substring(end + 1)) ? v6(text.substring(1, end)) : null;
        }
        int colon = text.indexOf(':');
        if (colon < 0 || colon != text.lastIndexOf(':')) {
            return IpLiteral.of(text);
        }
        return isPort(text.substring(colon)) ? IpLiteral.of(text.substring(0, colon)) : null;
    }

    private static @Nullable InetAddress v6(String text) {
        return text.indexOf(':') < 0 ? null : IpLiteral.of(text);
    }

    private static boolean isPort(String text) {
        return text.isEmpty() || text.matches(":([0-9]{1,5}|_[A-Za-z0-9._-]{1,64})");
    }
}
