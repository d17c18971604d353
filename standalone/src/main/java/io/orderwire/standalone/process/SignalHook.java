package io.orderwire.standalone.process;

import java.util.function.IntSupplier;

/**
 * What SIGINT and SIGTERM do until this is closed. Left to itself a JVM ends with 130 or 143 after one of them; a
 * clean stop is 0.
 */
public final class SignalHook {
    private final Thread thread;

    /** On a signal runs {@code stop}, on a thread of its own, and ends the JVM with the exit code that it returns. */
    public SignalHook(IntSupplier stop) {
        thread = new Thread(() -> Runtime.getRuntime().halt(stop.getAsInt()), "signal");
        Runtime.getRuntime().addShutdownHook(thread);
    }

    /** From here on a signal ends the JVM in its own way. */
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException expected) {
            // The signal has come, and the hook ends the JVM.
        }
    }
}
