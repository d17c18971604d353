package io.orderwire.contract.text;

/**
 * Well-formed UTF-16. An escape in JSON can stand for one half of a surrogate pair: such a text cannot be encoded in UTF-8, and
 * Jackson's encoders throw an exception.
 */
public final class Unicode {
    private static final char REPLACEMENT = '\uFFFD';

    private Unicode() {}

    /** Whether every surrogate in the text belongs to a pair. */
    public static boolean isWellFormed(String text) {
        return firstLoneSurrogate(text, 0) < 0;
    }

    /** The text with each unpaired surrogate replaced by U+FFFD. */
    public static String wellFormed(String text) {
        int lone = firstLoneSurrogate(text, 0);
        if (lone < 0) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text);
        for (; lone >= 0; lone = firstLoneSurrogate(text, lone + 1)) {
            repaired.setCharAt(lone, REPLACEMENT);
        }
        return repaired.toString();
    }

    private static int firstLoneSurrogate(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }
}
