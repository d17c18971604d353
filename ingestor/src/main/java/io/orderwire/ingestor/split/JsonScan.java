package io.orderwire.ingestor.split;

/**
 * Finds the ends of JSON values by looking only at strings, braces and brackets. Accepts all JSON and other bytes too; the
 * parser validates them later. All methods read {@code [from, to)} and return the index after the value, or {@link #BROKEN}.
 */
final class JsonScan {
    /** The bytes end before the value ends, or they are not JSON. */
    static final int BROKEN = -1;

    private JsonScan() {}

    static int skipWhitespace(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isWhitespace(bytes[i])) {
            i++;
        }
        return i;
    }

    static boolean isWhitespace(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    /** Skips from the opening quote to the index after the closing one. */
    static int skipString(byte[] bytes, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            byte b = bytes[i];
            if (b == '"') {
                return i + 1;
            }
            if (b == '\\') {
                i++;
            }
        }
        return BROKEN;
    }

    /** Skips from a value's first byte to the index after its last one. */
    static int skipValue(byte[] bytes, int from, int to) {
        if (from >= to) {
            return BROKEN;
        }
        byte b = bytes[from];
        if (b == '"') {
            return skipString(bytes, from, to);
        }
        return b == '{' || b == '[' ? skipContainer(bytes, from, to) : skipLiteral(bytes, from, to);
    }

    /** Skips from an opening brace or bracket to the index after the one that closes it. */
    static int skipContainer(byte[] bytes, int from, int to) {
        int depth = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '"') {
                i = skipString(bytes, i, to) - 1;
                if (i < from) {
                    return BROKEN;
                }
            } else if (b == '{' || b == '[') {
                depth++;
            } else if ((b == '}' || b == ']') && --depth == 0) {
                return i + 1;
            }
        }
        return BROKEN;
    }

    private static int skipLiteral(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == ',' || b == '}' || b == ']' || isWhitespace(b)) {
                return i == from ? BROKEN : i;
            }
            if (b == '"' || b == '{' || b == '[') {
                return BROKEN;
            }
        }
        return BROKEN;
    }
}
