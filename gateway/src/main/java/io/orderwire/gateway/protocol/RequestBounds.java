package io.orderwire.gateway.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

/** Limits of the values in a request; their exceptions have texts for the detail of an error. */
final class RequestBounds extends StreamReadConstraints {
    static final StreamReadConstraints BOUNDS = new RequestBounds();

    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 8;
    private static final int LONGEST_NUMBER = 32;
    private static final int LONGEST_STRING = 4_096;
    private static final int LONGEST_NAME = 64;
    private static final long ANY = -1;

    /** Thrown for a value that exceeds a limit; the text continues after the name of the member. */
    static final class LongValueException extends StreamConstraintsException {
        private static final long serialVersionUID = 1L;

        LongValueException(String expected) {
            super(expected);
        }
    }

    private RequestBounds() {
        super(DEEPEST, ANY, LONGEST_NUMBER, LONGEST_STRING, LONGEST_NAME, ANY);
    }

    /** The member that is being read, such as {@code subscription.coins[1]}. */
    static String path(JsonParser json) {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext at = json.getParsingContext(); at != null && !at.inRoot(); at = at.getParent()) {
            if (at.inArray()) {
                // An array that has just begun does not have an index yet.
                path.insert(0, at.hasCurrentIndex() ? "[" + at.getCurrentIndex() + "]" : "");
            } else if (at.hasCurrentName()) {
                path.insert(0, "." + at.getCurrentName());
            }
        }
        return path.isEmpty() ? "the request" : path.substring(path.charAt(0) == '.' ? 1 : 0);
    }

    @Override
    public void validateNestingDepth(int depth) throws StreamConstraintsException {
        if (depth > DEEPEST) {
            throw new LongValueException(
                    "must not be an object or a list: the request has more than " + DEEPEST + " levels of them");
        }
    }

    @Override
    public void validateIntegerLength(int length) throws StreamConstraintsException {
        validateFPLength(length);
    }

    @Override
    public void validateFPLength(int length) throws StreamConstraintsException {
        if (length > LONGEST_NUMBER) {
            throw new LongValueException("must be a number of at most " + LONGEST_NUMBER + " characters");
        }
    }

    @Override
    public void validateStringLength(int length) throws StreamConstraintsException {
        if (length > LONGEST_STRING) {
            throw new LongValueException("must be a text of at most " + LONGEST_STRING + " characters");
        }
    }

    @Override
    public void validateNameLength(int length) throws StreamConstraintsException {
        if (length > LONGEST_NAME) {
            throw new StreamConstraintsException("a member's name must have at most " + LONGEST_NAME + " characters");
        }
    }
}
