package io.orderwire.gateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the parameter {@code token} of a query strictly: an ambiguous query does not have a token. */
final class QueryToken {
    /** Name of the parameter. */
    static final String NAME = "token";

    private static final int DIGITS = 2;
    private static final int HEX = 16;

    private QueryToken() {}

    /** The value of the only parameter of that name, null if there is none, or several, or it cannot be decoded. */
    static @Nullable String of(String query) {
        String found = null;
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
            if (!NAME.equals(name)) {
                continue;
            }
            String value = equals < 0 ? null : decoded(parameter.substring(equals + 1));
            if (found != null || value == null) {
                return null;
            }
            found = value;
        }
        return found;
    }

    /** Percent-decoded UTF-8 (RFC 3986), null if malformed. A plus is not a space, since tokens may contain it. */
    private static @Nullable String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int value = i + DIGITS < text.length() ? hex(text.charAt(i + 1), text.charAt(i + 2)) : -1;
                if (value < 0) {
                    return null;
                }
                bytes.write(value);
                i += DIGITS;
            } else if (c > ' ' && c < 127) {
                bytes.write(c);
            } else {
                return null;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException expected) {
            return null;
        }
    }

    private static int hex(char high, char low) {
        boolean digits = high < 128 && low < 128 && Character.digit(high, HEX) >= 0 && Character.digit(low, HEX) >= 0;
        return digits ? Character.digit(high, HEX) * HEX + Character.digit(low, HEX) : -1;
    }
}
