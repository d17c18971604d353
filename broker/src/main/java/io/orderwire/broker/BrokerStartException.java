package io.orderwire.broker;

import org.jspecify.annotations.Nullable;

/** The embedded broker did not start; the message is one line for the user. */
public class BrokerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
