package io.orderwire.standalone.client;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON text into {@code Map}, {@code List}, {@code String}, {@code Long} or {@code BigDecimal}, {@code Boolean}
 * and null. For what a terminal shows; the pipeline itself reads bytes.
 */
final class JsonText {
    private static final int DEEPEST = 64;
    private static final int HEX = 16;

    private final String text;
    private int at;
    private int depth;

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * The value that the text is.
     *
     * @throws IllegalArgumentException naming the place where it is not JSON
     */
    static @Nullable Object parse(String text) {
        JsonText reader = new JsonText(text);
        Object value = reader.value();
        if (reader.peek() != 0) {
            throw reader.wrong("end");
        }
        return value;
    }

    private @Nullable Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        enter();
        if (!next('}')) {
            do {
                peek();
                String name = string();
                expect(':');
                members.put(name, value());
            } while (next(','));
            expect('}');
        }
        depth--;
        return members;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> values = new ArrayList<>();
        enter();
        if (!next(']')) {
            do {
                values.add(value());
            } while (next(','));
            expect(']');
        }
        depth--;
        return values;
    }

    private void enter() {
        at++;
        depth++;
        if (depth > DEEPEST) {
            throw wrong("less depth");
        }
    }

    private String string() {
        expect('"');
        int begin = at;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            return text.substring(begin, at++);
        }
        StringBuilder unescaped = new StringBuilder(text.substring(begin, at));
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return unescaped.toString();
            }
            unescaped.append(c == '\\' ? escaped() : c);
        }
        throw wrong("\"");
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("an escape");
        };
    }

    private char unicode() {
        int begin = at;
        at = Math.min(text.length(), begin + 4);
        try {
            return (char) Integer.parseUnsignedInt(text.substring(begin, at), HEX);
        } catch (NumberFormatException e) {
            throw wrong("four hexadecimal digits");
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong("a value");
        }
        at += word.length();
        return value;
    }

    private Object number() {
        int begin = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(begin, at);
        try {
            return digits.length() <= 18 && digits.matches("-?[0-9]+") ? Long.valueOf(digits) : new BigDecimal(digits);
        } catch (NumberFormatException e) {
            throw wrong("a value");
        }
    }

    /** The next character that is no white space, which stays the next; 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean next(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c) {
        if (!next(c)) {
            throw wrong("'" + c + "'");
        }
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("not JSON at character " + at + ": expected " + expected);
    }

    /** The text as a JSON string. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
