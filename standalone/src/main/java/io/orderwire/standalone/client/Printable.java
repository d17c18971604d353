package io.orderwire.standalone.client;

/** Text from other processes, on its way to a terminal. */
final class Printable {
    private Printable() {}

    /** The text with a question mark for each character that could steer a terminal, or reorder what it shows. */
    static String of(String text) {
        if (text.codePoints().noneMatch(Printable::steers)) {
            return text;
        }
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints().forEach(c -> cleaned.appendCodePoint(steers(c) ? '?' : c));
        return cleaned.toString();
    }

    /** Control characters of C0 and C1, marks of direction and other invisible ones, and Unicode's line ends. */
    private static boolean steers(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
