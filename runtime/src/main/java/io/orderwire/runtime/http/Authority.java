package io.orderwire.runtime.http;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The host and port that a request was addressed to, as in the header {@code Host} (RFC 9110, 7.2).
 *
 * @param host in lower case and without a trailing dot; an address in the form of {@link HostName}
 * @param literal true if the host is an address, which no name server can redirect
 * @param port {@link #NO_PORT} if none is given
 */
public record Authority(String host, boolean literal, int port) {
    /** Stands for the default port of the scheme. */
    public static final int NO_PORT = -1;

    private static final int LARGEST_PORT = 65_535;
    private static final int PORT_DIGITS = 5;
    private static final int LONGEST = 300;

    /** Parses a header {@code Host} or the authority of a URL; null if it is malformed. */
    public static @Nullable Authority parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : hostEnd(text);
        if (end <= 0) {
            return null;
        }
        int port = end == text.length() ? NO_PORT : port(text.substring(end));
        if (port == 0) {
            return null;
        }
        String host = text.substring(0, end);
        InetAddress literal =
                host.startsWith("[") ? IpLiteral.v6(host.substring(1, host.length() - 1)) : IpLiteral.v4(host);
        if (literal != null) {
            return new Authority(HostName.of(literal), true, port);
        }
        String name = HostName.canonical(host);
        return name == null ? null : new Authority(name, false, port);
    }

    private static int hostEnd(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text.length() : colon;
    }

    /** The port after a colon; 0 if it is not valid. */
    private static int port(String text) {
        String digits = text.startsWith(":") ? text.substring(1) : "";
        boolean number = !digits.isEmpty()
                && digits.length() <= PORT_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : 0;
        return port > LARGEST_PORT ? 0 : port;
    }

    /** Whether both name the same host and port; {@code defaultPort} stands for a port that is not given. */
    public boolean sameAs(Authority other, int defaultPort) {
        return host.equals(other.host) && portOr(defaultPort) == other.portOr(defaultPort);
    }

    private int portOr(int defaultPort) {
        return port == NO_PORT ? defaultPort : port;
    }

    @Override
    public String toString() {
        return port == NO_PORT ? host : host + ":" + port;
    }
}
