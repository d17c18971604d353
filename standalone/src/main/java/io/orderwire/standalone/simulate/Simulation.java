package io.orderwire.standalone.simulate;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.process.SignalHook;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a simulator until its time is over or a signal arrives, and prints its progress. */
public final class Simulation {
    private static final long PROGRESS_SECONDS = 5;
    private static final long STOP_SECONDS = 5;

    private final SimulatorOptions options;
    private final PrintStream out;
    private final PrintStream notes;

    /** Prints the summary to {@code out} and everything else to {@code notes}. */
    public Simulation(SimulatorOptions options, PrintStream out, PrintStream notes) {
        this.options = options;
        this.out = out;
        this.notes = notes;
    }

    /**
     * Writes until the end and returns an exit code.
     *
     * @throws ProcessExit {@link ExitCode#DATA_FOLDER} when the folder cannot be written
     */
    public int run() throws InterruptedException {
        notes.println("writing " + options.shape().option() + " to " + options.out() + ", seed " + options.seed());
        try {
            simulate(new Simulator(options));
        } catch (UncheckedIOException e) {
            throw new ProcessExit(ExitCode.DATA_FOLDER, e.getMessage() + ": " + e.getCause(), e);
        }
        return ExitCode.OK.code();
    }

    private void simulate(Simulator simulator) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        SignalHook hook = new SignalHook(() -> stop(simulator, ended));
        long begin = System.nanoTime();
        Thread progress = progress(simulator, begin);
        try {
            simulator.run();
        } finally {
            progress.interrupt();
            progress.join();
            simulator.close();
            out.println("wrote " + summary(simulator, begin));
            out.flush();
            ended.countDown();
            hook.close();
        }
    }

    private static int stop(Simulator simulator, CountDownLatch ended) {
        simulator.stop();
        try {
            boolean clean = ended.await(STOP_SECONDS, TimeUnit.SECONDS);
            return clean ? ExitCode.OK.code() : ExitCode.UNEXPECTED.code();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.UNEXPECTED.code();
        }
    }

    private Thread progress(Simulator simulator, long begin) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            TimeUnit.SECONDS.sleep(PROGRESS_SECONDS);
                            notes.println(summary(simulator, begin));
                        }
                    } catch (InterruptedException expected) {
                        Thread.currentThread().interrupt();
                    }
                },
                "progress");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static String summary(Simulator simulator, long begin) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        long events = simulator.events();
        return String.format(
                Locale.ROOT,
                "%,d events, %,d bytes in %.1f s, %,.0f events/s",
                events,
                simulator.bytes(),
                seconds,
                events / seconds);
    }
}
