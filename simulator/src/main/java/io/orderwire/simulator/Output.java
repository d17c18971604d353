package io.orderwire.simulator;

/** Receives bytes of lines, which may be incomplete. */
@FunctionalInterface
interface Output {
    /**
     * Writes all bytes of the buffer.
     *
     * @param events number of events that end in the buffer
     * @throws java.io.UncheckedIOException if they cannot all be written
     */
    void write(LineBuffer buffer, int events);
}
