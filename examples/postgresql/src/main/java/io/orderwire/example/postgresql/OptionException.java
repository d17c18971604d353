package io.orderwire.example.postgresql;

/**
 * An option that is unknown, missing or invalid. The message names the option, where it was set and the expected value.
 */
final class OptionException extends RuntimeException {
    OptionException(String message) {
        super(message);
    }
}
