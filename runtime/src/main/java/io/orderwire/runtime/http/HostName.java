package io.orderwire.runtime.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Host names in the one form in which they are compared: lower case, without the dot at the end. */
public final class HostName {
    private static final int LONGEST = 253;
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");
    /** Browsers parse a name that ends in a number as an IPv4 address in an unusual form. */
    private static final Pattern NUMBER_AT_THE_END = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

    private HostName() {}

    /**
     * Parses an entry of a list of hosts, each a name or an address.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static String of(String entry) {
        boolean bracketed = entry.startsWith("[") && entry.endsWith("]");
        InetAddress literal = IpLiteral.of(bracketed ? entry.substring(1, entry.length() - 1) : entry);
        if (literal != null) {
            return of(literal);
        }
        String name = canonical(entry);
        if (name == null || NUMBER_AT_THE_END.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "expected a host name such as gateway.example.org, without scheme, port, path, wildcard or space,"
                            + " and other characters than those of ASCII as xn--");
        }
        return name;
    }

    /** A name in the form in which names are compared, null if the text cannot be a name. */
    static @Nullable String canonical(String text) {
        String plain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        String name = plain.toLowerCase(Locale.ROOT);
        // Some letters outside ASCII become ASCII in lower case.
        boolean ascii = plain.chars().allMatch(c -> c < 128);
        return ascii && name.length() <= LONGEST && NAME.matcher(name).matches() ? name : null;
    }

    /** The text of an address as in a URL. Every address has exactly one such text. */
    static String of(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }
}
