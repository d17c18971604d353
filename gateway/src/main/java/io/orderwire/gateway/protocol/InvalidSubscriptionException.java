package io.orderwire.gateway.protocol;

/** A subscription that cannot be served; the message names the member and says what it takes. */
final class InvalidSubscriptionException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidSubscriptionException(String detail) {
        super(detail);
    }

    /** Which member is wrong, and what it takes. */
    String detail() {
        return String.valueOf(getMessage());
    }
}
