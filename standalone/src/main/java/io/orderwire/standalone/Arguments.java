package io.orderwire.standalone;

import java.util.Map;

/**
 * Arguments as the launcher hands them over: in the environment, each ended by a unit separator. Java's command line is
 * what every user of the machine sees, and a Hyperliquid node panics when it sees its own name in one.
 */
public final class Arguments {
    /** The environment variable that they are in. */
    static final String VARIABLE = "ORDERWIRE_ARGS";

    private static final char END = '\u001f';

    private Arguments() {}

    /** The given ones, or when there are none, those of the environment. */
    public static String[] of(String[] given, Map<String, String> environment) {
        String joined = environment.get(VARIABLE);
        if (given.length > 0 || joined == null || joined.isEmpty()) {
            return given;
        }
        String ended = joined.charAt(joined.length() - 1) == END ? joined.substring(0, joined.length() - 1) : joined;
        return ended.split(String.valueOf(END), -1);
    }
}
