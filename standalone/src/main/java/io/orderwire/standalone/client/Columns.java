package io.orderwire.standalone.client;

import java.util.ArrayList;
import java.util.List;

/** Breaks lines that are wider than a terminal usually is. */
final class Columns {
    /** The width of a terminal that nobody resized. */
    static final int MOST = 80;

    /** Values begin in this column; what continues on the next line stands a little further to the right. */
    private static final String CONTINUED = " ".repeat(16);

    private Columns() {}

    /** The line in as many lines as it needs. It is broken at spaces only, so that a path can be copied. */
    static List<String> broken(String line) {
        List<String> lines = new ArrayList<>();
        String rest = line;
        while (rest.codePointCount(0, rest.length()) > MOST) {
            int at = rest.lastIndexOf(' ', rest.offsetByCodePoints(0, MOST));
            if (at <= CONTINUED.length()) {
                at = rest.indexOf(' ', CONTINUED.length() + 1);
            }
            if (at < 0) {
                break;
            }
            lines.add(rest.substring(0, at).stripTrailing());
            rest = CONTINUED + rest.substring(at + 1).strip();
        }
        lines.add(rest);
        return lines;
    }
}
