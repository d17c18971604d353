package io.orderwire.ingestor.split;

import java.nio.charset.StandardCharsets;

/**
 * Finds the closing brace of an envelope after its array of events, byte by byte, for members that are too long to be read as a
 * whole. Nodes do not write members there. Does not validate the content of containers.
 */
final class TailScan {
    private enum State {
        /** After the bracket that ends the events, or after a value. */
        AFTER_VALUE,
        BEFORE_NAME,
        IN_NAME,
        AFTER_NAME,
        BEFORE_VALUE,
        IN_STRING,
        IN_CONTAINER,
        IN_LITERAL,
        BROKEN
    }

    private static final byte[] EVENTS = "events".getBytes(StandardCharsets.US_ASCII);

    private State state = State.AFTER_VALUE;
    private boolean begun;
    private boolean escaped;
    private boolean inString;
    private int depth;
    private int nameLength;
    private boolean mayBeEvents;

    /** True when the byte closes the envelope. Always false after a byte that is not valid JSON at its place. */
    boolean closesAt(byte b) {
        if (!begun) {
            // This byte is the bracket that ends the events.
            begun = true;
            return false;
        }
        switch (state) {
            case AFTER_VALUE -> {
                return afterValue(b);
            }
            case BEFORE_NAME -> {
                if (b == '"') {
                    nameLength = 0;
                    mayBeEvents = true;
                    state = State.IN_NAME;
                } else {
                    blankOrBroken(b);
                }
            }
            case IN_NAME -> name(b);
            case AFTER_NAME -> {
                if (b == ':') {
                    state = State.BEFORE_VALUE;
                } else {
                    blankOrBroken(b);
                }
            }
            case BEFORE_VALUE -> beforeValue(b);
            case IN_STRING -> {
                if (endsString(b)) {
                    state = State.AFTER_VALUE;
                }
            }
            case IN_CONTAINER -> container(b);
            case IN_LITERAL -> {
                return literal(b);
            }
            default -> {}
        }
        return false;
    }

    private boolean afterValue(byte b) {
        if (b == '}') {
            return true;
        }
        if (b == ',') {
            state = State.BEFORE_NAME;
        } else {
            blankOrBroken(b);
        }
        return false;
    }

    private void blankOrBroken(byte b) {
        if (!JsonScan.isWhitespace(b)) {
            state = State.BROKEN;
        }
    }

    private void name(byte b) {
        boolean wasEscaped = escaped;
        if (endsString(b)) {
            mayBeEvents &= nameLength == EVENTS.length || nameLength < 0;
            state = State.AFTER_NAME;
        } else if (escaped || wasEscaped || nameLength < 0) {
            // Escapes are not decoded, so the following letters may be the rest of "events".
            nameLength = -1;
        } else {
            mayBeEvents &= nameLength < EVENTS.length && b == EVENTS[nameLength];
            nameLength = Math.min(nameLength + 1, EVENTS.length + 1);
        }
    }

    private void beforeValue(byte b) {
        if (b == '"') {
            state = State.IN_STRING;
        } else if (b == '{' || b == '[') {
            // A second array of events must become garbage, which is reported, and not be skipped silently.
            state = b == '[' && mayBeEvents ? State.BROKEN : State.IN_CONTAINER;
            depth = 1;
        } else if (b == '}' || b == ']' || b == ',' || b == ':') {
            state = State.BROKEN;
        } else if (!JsonScan.isWhitespace(b)) {
            state = State.IN_LITERAL;
        }
    }

    private void container(byte b) {
        if (inString) {
            inString = !endsString(b);
        } else if (b == '"') {
            inString = true;
        } else if (b == '{' || b == '[') {
            depth++;
        } else if (b == '}' || b == ']') {
            depth--;
            if (depth == 0) {
                state = State.AFTER_VALUE;
            }
        }
    }

    private boolean literal(byte b) {
        if (b == ',' || b == '}') {
            state = State.AFTER_VALUE;
            return afterValue(b);
        }
        if (JsonScan.isWhitespace(b)) {
            state = State.AFTER_VALUE;
        } else if (b == '"' || b == '{' || b == '[' || b == ']' || b == ':') {
            state = State.BROKEN;
        }
        return false;
    }

    private boolean endsString(byte b) {
        if (escaped) {
            escaped = false;
            return false;
        }
        escaped = b == '\\';
        return b == '"';
    }
}
