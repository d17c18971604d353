package io.orderwire.runtime.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Reads addresses that are written as numbers. Never resolves a name, and does not accept the short, octal and hexadecimal
 * forms of IPv4 that some parsers accept: browsers replace them before they send a request.
 */
public final class IpLiteral {
    private static final int LONGEST_V4 = 15;
    private static final int LONGEST_V6 = 45;
    private static final int PARTS = 4;
    private static final int LARGEST_PART = 255;
    private static final int LARGEST_DIGITS = 3;

    private IpLiteral() {}

    /** The address, null if the text is not one; an IPv4-mapped IPv6 address becomes the IPv4 address. */
    public static @Nullable InetAddress of(String text) {
        return text.indexOf(':') < 0 ? v4(text) : v6(text);
    }

    /** Parses four decimal numbers without leading zeros; null if the text does not have this form. */
    static @Nullable InetAddress v4(String text) {
        String[] parts = text.length() > LONGEST_V4 ? new String[0] : text.split("\\.", -1);
        if (parts.length != PARTS) {
            return null;
        }
        byte[] bytes = new byte[PARTS];
        for (int i = 0; i < PARTS; i++) {
            int value = part(parts[i]);
            if (value < 0) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return ofBytes(bytes);
    }

    private static int part(String digits) {
        boolean plain = !digits.isEmpty()
                && digits.length() <= LARGEST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && (digits.length() == 1 || digits.charAt(0) != '0');
        int value = plain ? Integer.parseInt(digits) : LARGEST_PART + 1;
        return value > LARGEST_PART ? -1 : value;
    }

    /** Parses an IPv6 address without brackets and without a zone; null if the text does not have this form. */
    static @Nullable InetAddress v6(String text) {
        if (text.length() > LONGEST_V6 || text.indexOf(':') < 0 || !text.chars().allMatch(IpLiteral::isOfV6)) {
            return null;
        }
        int dot = text.indexOf('.');
        if (dot >= 0 && v4(text.substring(text.lastIndexOf(':') + 1)) == null) {
            return null;
        }
        try {
            // A text in brackets is never looked up as a name.
            return InetAddress.getByName("[" + text + "]");
        } catch (UnknownHostException expected) {
            return null;
        }
    }

    private static boolean isOfV6(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || c == ':' || c == '.';
    }

    private static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }
}
