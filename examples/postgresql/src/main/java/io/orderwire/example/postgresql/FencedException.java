package io.orderwire.example.postgresql;

/** Another instance has claimed a partition since: the batch was not written, and its records are read by that instance. */
final class FencedException extends RuntimeException {
    FencedException(String message) {
        super(message);
    }
}
