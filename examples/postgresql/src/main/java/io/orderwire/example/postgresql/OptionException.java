package io.orderwire.example.postgresql;

/** An option that is unknown, missing or invalid. The message names it, where it was set and what it takes. */
final class OptionException extends RuntimeException {
    OptionException(String message) {
        super(message);
    }
}
