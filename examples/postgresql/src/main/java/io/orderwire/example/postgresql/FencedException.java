package io.orderwire.example.postgresql;

/**
 * Another instance has claimed a partition: the batch was not written, and that instance reads the partition's records.
 */
final class FencedException extends RuntimeException {
    FencedException(String message) {
        super(message);
    }
}
