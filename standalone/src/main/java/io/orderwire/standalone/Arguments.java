package io.orderwire.standalone;

import java.util.Map;

/**
 * Arguments that the launcher passes in an environment variable, each followed by a unit separator. Every user of the
 * machine can see Java's command line, and a Hyperliquid node panics if another process has the node's name in its command
 * line.
 */
public final class Arguments {
    /** The environment variable that contains the arguments. */
    static final String VARIABLE = "ORDERWIRE_ARGS";

    private static final char END = '\u001f';

    private Arguments() {}

    /** Returns the given arguments, or those in the environment if none are given. */
    public static String[] of(String[] given, Map<String, String> environment) {
        String joined = environment.get(VARIABLE);
        if (given.length > 0 || joined == null || joined.isEmpty()) {
            return given;
        }
        String ended = joined.charAt(joined.length() - 1) == END ? joined.substring(0, joined.length() - 1) : joined;
        return ended.split(String.valueOf(END), -1);
    }
}
