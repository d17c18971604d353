package io.orderwire.gateway.protocol;

import io.orderwire.runtime.config.Spelling;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What somebody may have meant who wrote a name that does not exist. */
public final class Suggestion {
    /** Longer names are not compared, and are cut where they are quoted: they are a client's, and may be anything. */
    private static final int LONGEST = 64;

    private Suggestion() {}

    /** The end of a sentence that names an unknown name: the known name that is most like it, or all of them. */
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

    /** The text in quotes, its end left out when it is long. */
    static String quoted(String text) {
        return '"' + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + '"';
    }

    private static int distance(String from, String to) {
        return Spelling.distance(from.toLowerCase(Locale.ROOT), to.toLowerCase(Locale.ROOT));
    }
}
