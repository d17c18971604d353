package io.orderwire.testing.files;

import java.nio.charset.StandardCharsets;

/**
 * Finds whole values in a line that may be malformed, only by its strings, braces and brackets. The methods that skip a
 * value return the index after it, or {@link #NONE} if it is malformed.
 */
final class LineStructure {
    static final int NONE = -1;

    private LineStructure() {}

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    static int space(byte[] line, int from) {
        int i = from;
        while (i < line.length && isSpace(line[i])) {
            i++;
        }
        return i;
    }

    static boolean at(byte[] line, int i, char c) {
        return i < line.length && line[i] == c;
    }

    private static int string(byte[] line, int from) {
        int i = from + 1;
        while (i < line.length && line[i] != '"') {
            i += line[i] == '\\' ? 2 : 1;
        }
        return i < line.length ? i + 1 : NONE;
    }

    /** Skips an object or an array; does not check that each brace or bracket is closed by one of its kind. */
    static int container(byte[] line, int from) {
        int open = 0;
        int i = from;
        while (i < line.length) {
            switch (line[i]) {
                case '"' -> {
                    i = string(line, i);
                    if (i == NONE) {
                        return NONE;
                    }
                }
                case '{', '[' -> {
                    open++;
                    i++;
                }
                case '}', ']' -> {
                    open--;
                    i++;
                    if (open == 0) {
                        return i;
                    }
                }
                default -> i++;
            }
        }
        return NONE;
    }

    private static int value(byte[] line, int from) {
        if (from >= line.length) {
            return NONE;
        }
        return switch (line[from]) {
            case '"' -> string(line, from);
            case '{', '[' -> container(line, from);
            default -> {
                int i = from;
                while (i < line.length && ",}]".indexOf(line[i]) < 0 && !isSpace(line[i])) {
                    i++;
                }
                yield i > from && i < line.length && !holdsOpening(line, from, i) ? i : NONE;
            }
        };
    }

    private static boolean holdsOpening(byte[] line, int from, int to) {
        for (int i = from; i < to; i++) {
            if ("{[\"".indexOf(line[i]) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The index after the bracket that opens the first array of events of the object at {@code brace}, or {@link #NONE}. */
    static int eventsOf(byte[] line, int brace) {
        int i = space(line, brace + 1);
        while (at(line, i, '"')) {
            int nameFrom = i;
            i = string(line, i);
            if (i == NONE) {
                return NONE;
            }
            String name = new String(line, nameFrom, i - nameFrom, StandardCharsets.ISO_8859_1);
            i = space(line, i);
            if (!at(line, i, ':')) {
                return NONE;
            }
            i = space(line, i + 1);
            if (at(line, i, '[') && EventJudge.nameOf(name).equals("events")) {
                return i + 1;
            }
            i = value(line, i);
            if (i == NONE) {
                return NONE;
            }
            i = space(line, i);
            if (!at(line, i, ',')) {
                return NONE;
            }
            i = space(line, i + 1);
        }
        return NONE;
    }

    /** Finds the end of the object at {@code brace}, which does not have an array of events. */
    static int object(byte[] line, int brace) {
        int i = space(line, brace + 1);
        if (at(line, i, '}')) {
            return i + 1;
        }
        while (at(line, i, '"')) {
            i = string(line, i);
            if (i == NONE || !at(line, space(line, i), ':')) {
                return NONE;
            }
            i = value(line, space(line, space(line, i) + 1));
            if (i == NONE) {
                return NONE;
            }
            i = space(line, i);
            if (at(line, i, '}')) {
                return i + 1;
            }
            if (!at(line, i, ',')) {
                return NONE;
            }
            i = space(line, i + 1);
        }
        return NONE;
    }

    /** The nesting depth of the braces and brackets outside strings. */
    static int depth(byte[] line, int from, int to) {
        int open = 0;
        int deepest = 0;
        boolean inString = false;
        for (int i = from; i < to; i++) {
            byte b = line[i];
            if (inString && b == '\\') {
                i++;
            } else if (b == '"') {
                inString = !inString;
            } else if (!inString && (b == '{' || b == '[')) {
                deepest = Math.max(deepest, ++open);
            } else if (!inString && (b == '}' || b == ']')) {
                open--;
            }
        }
        return deepest;
    }
}
