package io.orderwire.example.postgresql;

/** A state of the database or of the topic that another attempt does not change. */
final class RefusedException extends RuntimeException {
    RefusedException(String message) {
        super(message);
    }
}
