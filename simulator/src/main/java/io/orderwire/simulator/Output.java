package io.orderwire.simulator;

/** Where whole or part lines go. */
@FunctionalInterface
interface Output {
    /**
     * Writes all bytes of the buffer.
     *
     * @param events how many events end in it
     * @throws java.io.UncheckedIOException if they cannot all be written
     */
    void write(LineBuffer buffer, int events);
}
