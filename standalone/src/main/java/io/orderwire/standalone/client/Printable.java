package io.orderwire.standalone.client;

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

    /** Control characters of C0 and C1, direction marks and other invisible characters, and Unicode's line ends. */
    private static boolean steers(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
