package io.orderwire.standalone.process;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.standalone.log.LogFormat;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs this JVM's only {@link Lifetime}, which a signal or an uncaught exception ends. */
public final class JvmProcess {
    private static final Logger log = LoggerFactory.getLogger(JvmProcess.class);

    /** A stop must take at most ten seconds; the difference is left to the JVM itself. */
    private static final Duration STOP_BOUND = Duration.ofMillis(8_800);

    /** Exit code of Java itself with {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int OUT_OF_MEMORY = 3;

    private JvmProcess() {}

    /** Runs until the end and returns the exit code. */
    public static int run(Function<Lifetime, Lifetime.Startup> startup) {
        Lifetime life = new Lifetime(STOP_BOUND);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if (failure instanceof OutOfMemoryError) {
                // Does the same as ExitOnOutOfMemoryError, which does not cover direct buffers and threads. An orderly
                // stop would need memory.
                try {
                    LogFormat.print("out of memory on thread " + thread.getName() + ": " + failure);
                } finally {
                    Runtime.getRuntime().halt(OUT_OF_MEMORY);
                }
            }
            // No other part would detect that the work of this thread is not done any more.
            log.error("thread {} died", thread.getName(), failure);
            life.fail(
                    new ProcessExit(ExitCode.UNEXPECTED, "thread " + thread.getName() + " died: " + failure, failure));
        });
        SignalHook hook = new SignalHook(life::endBySignal);
        try {
            return life.run(startup.apply(life)).code().code();
        } finally {
            hook.close();
        }
    }
}
