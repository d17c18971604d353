package io.orderwire.standalone.client;

import java.util.Locale;

/** Makes text from other processes safe to print on a terminal. */
final class Printable {
    private Printable() {}

    /** Replaces by a question mark each character that could control a terminal or reorder the text that it shows. */
    static String of(String text) {
        if (text.codePoints().noneMatch(Printable::steers)) {
            return text;
        }
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints().forEach(c -> cleaned.appendCodePoint(steers(c) ? '?' : c));
        return cleaned.toString();
    }

    /**
     * Escapes such characters in JSON, which means the same then: they can only be in its strings. Line ends and tabs, which may
     * be between its values, stay.
     */
    static String json(String text) {
        if (text.codePoints().noneMatch(Printable::steersInJson)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (steersInJson(c)) {
                for (char part : Character.toChars(c)) {
                    escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) part));
                }
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    private static boolean steersInJson(int codePoint) {
        return steers(codePoint) && codePoint != '\n' && codePoint != '\r' && codePoint != '\t';
    }

    /** Control characters of C0 and C1, direction marks and other invisible characters, and Unicode's line ends. */
    private static boolean steers(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
