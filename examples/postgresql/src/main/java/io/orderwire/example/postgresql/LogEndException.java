package io.orderwire.example.postgresql;

/** Kafka's log of a partition has ended before the stored offset for too long. */
final class LogEndException extends RuntimeException {
    LogEndException(String message) {
        super(message);
    }
}
