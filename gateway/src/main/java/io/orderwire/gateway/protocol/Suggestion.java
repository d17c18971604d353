package io.orderwire.gateway.protocol;

import io.orderwire.runtime.config.Spelling;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Suggests a known name to a client that wrote a name that does not exist. */
public final class Suggestion {
    /**
     * Maximum length, characters. Longer names are not compared, and are truncated when quoted, because a client may send
     * any text.
     */
    private static final int LONGEST = 64;

    private Suggestion() {}

    /** The end of a message about an unknown name: the known name that is most similar to it, or all known names. */
    public static String of(String name, List<String> known) {
        return name.length() > LONGEST
                ? ": " + all(known)
                : known.stream()
                        .min(Comparator.comparingInt(each -> distance(name, each)))
                        .filter(each -> distance(name, each) <= Math.max(1, each.length() / 3))
                        .map(each -> "; did you mean " + each + "?")
                        .orElse(": " + all(known));
    }

    private static String all(List<String> known) {
        return "there are " + String.join(", ", known);
    }

    /** The text in quotes, cut off after {@value #LONGEST} characters. */
    static String quoted(String text) {
        return '"' + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + '"';
    }

    private static int distance(String from, String to) {
        return Spelling.distance(from.toLowerCase(Locale.ROOT), to.toLowerCase(Locale.ROOT));
    }
}
