package io.orderwire.example.postgresql;

/** The database or the topic is in a state that a retry does not change. */
final class RefusedException extends RuntimeException {
    RefusedException(String message) {
        super(message);
    }
}
