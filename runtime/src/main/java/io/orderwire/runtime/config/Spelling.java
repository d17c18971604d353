package io.orderwire.runtime.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds the names that the author of a misspelled name probably meant. */
public final class Spelling {
    private static final Pattern SEPARATORS = Pattern.compile("[._-]");

    /**
     * Mistakes tolerated in a name of any length. A longer name may have one mistake for every {@value #LETTERS_PER_MISTAKE}
     * letters.
     */
    private static final int MISTAKES = 2;

    private static final int LETTERS_PER_MISTAKE = 5;
    private static final int MOST_SUGGESTIONS = 3;

    /** Longest name that is compared: known names are far shorter, and the cost is the product of both lengths. */
    private static final int LONGEST = 100;

    private Spelling() {}

    /** {@code "; did you mean … or …?"} with the nearest names, or nothing. */
    static String suggest(String written, Collection<String> names) {
        if (written.length() > LONGEST) {
            return "";
        }
        List<String> close = new ArrayList<>(names.stream()
                .filter(name -> isNear(written, name))
                .sorted(Comparator.<String>comparingInt(name -> distance(letters(written), letters(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList());
        if (close.isEmpty()) {
            names.stream().filter(name -> sharesWords(written, name)).sorted().forEach(close::add);
        }
        List<String> few = close.subList(0, Math.min(MOST_SUGGESTIONS, close.size()));
        return few.isEmpty() ? "" : "; did you mean " + String.join(" or ", few) + "?";
    }

    /** Whether the names differ by at most {@value #MISTAKES} mistakes, not counting separators and upper or lower case. */
    static boolean isSlip(String written, String name) {
        return isWithin(MISTAKES, written, name);
    }

    private static boolean isNear(String written, String name) {
        return isWithin(Math.max(MISTAKES, written.length() / LETTERS_PER_MISTAKE), written, name);
    }

    private static boolean isWithin(int mistakes, String written, String name) {
        int shorter = Math.min(written.length(), name.length());
        int longer = Math.max(written.length(), name.length());
        return shorter >= LETTERS_PER_MISTAKE
                && longer <= LONGEST
                && distance(letters(written), letters(name)) <= mistakes;
    }

    private static String letters(String name) {
        return SEPARATORS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }

    private static boolean sharesWords(String written, String name) {
        String lastWord = written.substring(written.lastIndexOf('.') + 1);
        return !lastWord.isEmpty() && (name.contains(written) || written.contains(name) || name.endsWith(lastWord));
    }

    /** Number of letters to insert, delete or replace, or of neighbours to swap, that turns one name into the other. */
    public static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : fewest(steps, one, i, other, j);
            }
        }
        return steps[one.length()][other.length()];
    }

    private static int fewest(int[][] steps, String one, int i, String other, int j) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int replaced = steps[i - 1][j - 1] + (same ? 0 : 1);
        int fewest = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(fewest, steps[i - 2][j - 2] + 1) : fewest;
    }
}
