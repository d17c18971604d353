package io.orderwire.contract.order;

import io.orderwire.contract.topic.Headers;

/** What a line, or an event in one, turned out to be. */
public enum ParseResult {
    /** An order, by the definition in {@link EventReader}. */
    ORDER("order"),
    /** No JSON object, or more than one. */
    NOT_JSON("not-json"),
    /** Bytes that are no valid UTF-8. */
    NOT_UTF8("not-utf8"),
    /** JSON of another kind, or on whose user scanner and parser disagree. */
    NOT_AN_ORDER("not-an-order"),
    /** Longer than the limit; only its head was kept. */
    OVERSIZED("oversized"),
    /** Nested deeper than {@link EventReader#MAX_DEPTH}. */
    TOO_DEEP("too-deep"),
    /** A member that an order has once stands there twice. */
    DUPLICATE_KEY("duplicate-key");

    private final String reason;

    ParseResult(String reason) {
        this.reason = reason;
    }

    /** The word for it in the header {@link Headers#REASON}. */
    public String reason() {
        return reason;
    }
}
