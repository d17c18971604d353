package io.orderwire.websocket.handshake;

import io.orderwire.runtime.http.Authority;
import io.orderwire.runtime.http.HostName;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a web page comes from (RFC 6454).
 *
 * @param text in lower case, without the port that is the scheme's default
 * @param scheme empty for an opaque origin
 * @param authority host and port, null if the scheme is neither {@code http} nor {@code https}
 */
public record Origin(String text, String scheme, @Nullable Authority authority) {
    private static final String OPAQUE = "null";
    /** Origins with other schemes, such as those of browser extensions; their hosts are not parsed. */
    private static final Pattern OTHER = Pattern.compile("([a-z][a-z0-9+.-]{0,30})://[a-z0-9._{}-]{0,100}");

    private static final Set<String> LOOPBACK = Set.of("localhost", HostName.of("127.0.0.1"), HostName.of("::1"));
    private static final int LONGEST = 300;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /**
     * An entry of a list of origins.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static Origin of(String entry) {
        Origin origin = parse(entry);
        if (origin == null) {
            throw new IllegalArgumentException(
                    "expected an origin such as https://example.org or http://example.org:8000, without path, wildcard"
                            + " or slash at the end");
        }
        return origin;
    }

    /** Reads a header {@code Origin}, null if it is malformed. */
    static @Nullable Origin parse(String header) {
        if (header.length() > LONGEST) {
            return null;
        }
        String text = header.toLowerCase(Locale.ROOT);
        if (text.equals(OPAQUE)) {
            return new Origin(text, "", null);
        }
        int end = text.indexOf("://");
        String scheme = end < 0 ? "" : text.substring(0, end);
        if (defaultPort(scheme) == Authority.NO_PORT) {
            return OTHER.matcher(text).matches() ? new Origin(text, scheme, null) : null;
        }
        Authority authority = Authority.parse(text.substring(end + 3));
        if (authority == null) {
            return null;
        }
        boolean usual = authority.port() == defaultPort(scheme);
        Authority shortest =
                usual ? new Authority(authority.host(), authority.literal(), Authority.NO_PORT) : authority;
        return new Origin(scheme + "://" + shortest, scheme, shortest);
    }

    /** The port of a scheme of web pages, {@link Authority#NO_PORT} for any other. */
    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> HTTP_PORT;
            case "https" -> HTTPS_PORT;
            default -> Authority.NO_PORT;
        };
    }

    /** Whether pages of this origin are served under that host, and by that scheme if it is known. */
    boolean isOf(Authority host, @Nullable String knownScheme) {
        return authority != null
                && (knownScheme == null || knownScheme.equals(scheme))
                && authority.sameAs(host, defaultPort(scheme));
    }

    /** Whether the page comes from this machine. */
    boolean isLoopback() {
        return authority != null && LOOPBACK.contains(authority.host());
    }
}
