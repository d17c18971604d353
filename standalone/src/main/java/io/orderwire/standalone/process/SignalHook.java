package io.orderwire.standalone.process;

import java.util.function.IntSupplier;

/**
 * Handles SIGINT and SIGTERM until it is closed. By default a JVM exits with 130 or 143 after these signals, but a clean
 * stop must exit with 0.
 */
public final class SignalHook {
    private final Thread thread;

    /** On a signal runs {@code stop}, on a thread of its own, and ends the JVM with the exit code that it returns. */
    public SignalHook(IntSupplier stop) {
        thread = new Thread(() -> Runtime.getRuntime().halt(stop.getAsInt()), "signal");
        Runtime.getRuntime().addShutdownHook(thread);
    }

    /** From now on a signal ends the JVM as by default. */
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException expected) {
            // A signal has arrived, and the hook is ending the JVM.
        }
    }
}
