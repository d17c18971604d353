package io.orderwire.standalone.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What is shown of a gateway's address, and of its reasons to refuse it. */
final class Address {
    private static final int LONGEST = 300;

    private Address() {}

    /** Without the query, which may hold a token, and without a name and password. */
    static String shown(URI url) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port + url.getRawPath();
    }

    /** The line with which a gateway says why, to be put behind a status; empty if it says nothing printable. */
    static String explanation(@Nullable Object body) {
        String line = body instanceof CharSequence text ? text.toString().strip() : "";
        boolean printable =
                !line.isEmpty() && line.length() <= LONGEST && line.chars().allMatch(c -> c >= ' ' && c < 127);
        return printable ? ": " + line : "";
    }
}
