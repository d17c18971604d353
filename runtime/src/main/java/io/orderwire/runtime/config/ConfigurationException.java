package io.orderwire.runtime.config;

/** A configuration that cannot be used: one line that names the option, where it came from, and what was expected. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One line for the user. */
    public ConfigurationException(String message) {
        super(message);
    }
}
