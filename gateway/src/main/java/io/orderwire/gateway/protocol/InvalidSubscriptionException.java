package io.orderwire.gateway.protocol;

/** Thrown if a subscription cannot be served; the message names the member and the values that it accepts. */
final class InvalidSubscriptionException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidSubscriptionException(String detail) {
        super(detail);
    }

    /** The wrong member, and the values that it accepts. */
    String detail() {
        return String.valueOf(getMessage());
    }
}
