package io.orderwire.standalone.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Formats a gateway's address, and its explanation of a refusal, for messages. */
final class Address {
    private static final int LONGEST = 300;

    private Address() {}

    /** The URL without its query, which may contain a token, and without user name and password. */
    static String shown(URI url) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port + url.getRawPath();
    }

    /** The gateway's explanation as a suffix for a status; empty if {@code body} is not a short line of printable ASCII. */
    static String explanation(@Nullable Object body) {
        String line = body instanceof CharSequence text ? text.toString().strip() : "";
        boolean printable =
                !line.isEmpty() && line.length() <= LONGEST && line.chars().allMatch(c -> c >= ' ' && c < 127);
        return printable ? ": " + line : "";
    }
}
