package io.orderwire.runtime.config;

/**
 * The configuration cannot be used. The message is one line that names the option, the place where it was written, and the
 * expected value.
 */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One line for the user. */
    public ConfigurationException(String message) {
        super(message);
    }
}
