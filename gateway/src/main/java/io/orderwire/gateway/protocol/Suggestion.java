package io.orderwire.gateway.protocol;

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

    /** Edits of one letter, case aside, that make one name of the other (Levenshtein). */
    private static int distance(String from, String to) {
        String one = from.toLowerCase(Locale.ROOT);
        String other = to.toLowerCase(Locale.ROOT);
        int[] above = new int[other.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] line = new int[above.length];
            line[0] = row;
            for (int column = 1; column < line.length; column++) {
                int change = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
                line[column] = Math.min(above[column - 1] + change, 1 + Math.min(above[column], line[column - 1]));
            }
            above = line;
        }
        return above[other.length()];
    }
}
