package io.orderwire.contract.order;

import io.orderwire.contract.topic.Headers;

/** The kind of a line, or of an event in a line, that reading it has shown. */
public enum ParseResult {
    /** An order, by the definition in {@link EventReader}. */
    ORDER("order"),
    /** Not exactly one JSON object. */
    NOT_JSON("not-json"),
    /** Bytes that are not valid UTF-8. */
    NOT_UTF8("not-utf8"),
    /** A JSON object that is not an order, or an order for which the scanner and the parser found different users. */
    NOT_AN_ORDER("not-an-order"),
    /** Longer than the limit; only its head was kept. */
    OVERSIZED("oversized"),
    /** Nested deeper than {@link EventReader#MAX_DEPTH}. */
    TOO_DEEP("too-deep"),
    /** A member that an order must have once occurs more than once. */
    DUPLICATE_KEY("duplicate-key");

    private final String reason;

    ParseResult(String reason) {
        this.reason = reason;
    }

    /** The word for this result in the header {@link Headers#REASON}. */
    public String reason() {
        return reason;
    }
}
