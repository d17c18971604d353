package io.orderwire.websocket.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a header {@code Forwarded} (RFC 7239). One fault makes the whole header malformed: the part that a client sent
 * precedes the part that a proxy appended, and must not change its meaning.
 */
final class ForwardedHeader {
    private static final int LONGEST = 4_096;
    /** Characters of a token besides letters and digits, and those that proxies leave unquoted in addresses. */
    private static final String SPECIAL = "!#$%&'*+-.^_`|~:[]";

    /**
     * What one proxy says about a request, each null if it says nothing.
     *
     * @param client from whom the proxy received the request
     * @param host that the proxy was asked for
     * @param scheme of the request
     */
    record Element(
            @Nullable String client,
            @Nullable String host,
            @Nullable String scheme) {}

    private final String text;
    private int at;

    private ForwardedHeader(String text) {
        this.text = text;
    }

    /** The elements in order, null if the header is malformed or too long. */
    static @Nullable List<Element> parse(String header) {
        if (header.length() > LONGEST) {
            return null;
        }
        ForwardedHeader reader = new ForwardedHeader(header);
        List<Element> elements = new ArrayList<>();
        do {
            Element element = reader.element();
            if (element == null) {
                return null;
            }
            elements.add(element);
        } while (reader.take(','));
        return reader.at == header.length() ? elements : null;
    }

    private @Nullable Element element() {
        String client = null;
        String host = null;
        String scheme = null;
        do {
            skipSpace();
            String name = token().toLowerCase(Locale.ROOT);
            String value = take('=') ? value() : null;
            if (name.isEmpty() || value == null) {
                return null;
            }
            switch (name) {
                case "for" -> {
                    if (client != null) {
                        return null;
                    }
                    client = value;
                }
                case "host" -> {
                    if (host != null) {
                        return null;
                    }
                    host = value;
                }
                case "proto" -> {
                    if (scheme != null) {
                        return null;
                    }
                    scheme = value;
                }
                default -> {
                    // Other parameters, such as by and extensions, do not count.
                }
            }
            skipSpace();
        } while (take(';'));
        return new Element(client, host, scheme);
    }

    private @Nullable String value() {
        if (!take('"')) {
            String token = token();
            return token.isEmpty() ? null : token;
        }
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == '"') {
                return value.toString();
            }
            if (next == '\\' && at < text.length()) {
                next = text.charAt(at++);
            }
            value.append(next);
        }
        return null;
    }

    private String token() {
        int begin = at;
        while (at < text.length() && isOfToken(text.charAt(at))) {
            at++;
        }
        return text.substring(begin, at);
    }

    private static boolean isOfToken(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || SPECIAL.indexOf(c) >= 0;
    }

    private boolean take(char wanted) {
        boolean there = at < text.length() && text.charAt(at) == wanted;
        if (there) {
            at++;
        }
        return there;
    }

    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }
}
