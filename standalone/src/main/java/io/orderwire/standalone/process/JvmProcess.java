package io.orderwire.standalone.process;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives this JVM one {@link Lifetime}, which signals and uncaught errors end. */
public final class JvmProcess {
    private static final Logger log = LoggerFactory.getLogger(JvmProcess.class);

    /** A stop is promised within ten seconds; the rest is for the JVM itself. */
    private static final Duration STOP_BOUND = Duration.ofMillis(8_800);

    /** What Java ends with by itself when it is told to end then. */
    private static final int OUT_OF_MEMORY = 3;

    private JvmProcess() {}

    /** Runs until the end and returns the exit code. */
    public static int run(Function<Lifetime, Lifetime.Startup> startup) {
        Lifetime life = new Lifetime(STOP_BOUND);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if (failure instanceof OutOfMemoryError) {
                // As Java does itself with ExitOnOutOfMemoryError, which counts neither direct buffers nor threads: an
                // orderly stop needs what there is none of.
                System.err.println("orderwire: out of memory on thread " + thread.getName() + ": " + failure);
                Runtime.getRuntime().halt(OUT_OF_MEMORY);
            }
            // Whatever it did is not done any more, and nothing else would notice.
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
