package io.orderwire.benchmarks.crash;

import io.orderwire.benchmarks.ChildProcess;
import io.orderwire.runtime.process.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One process, started again at once whenever it ends: what a supervisor does. */
final class SupervisedPart implements AutoCloseable {
    private static final long START_SECONDS = 120;
    private static final long JOIN_MS = 25_000;

    /** What Java makes of an end by SIGKILL. */
    private static final int KILLED = 128 + 9;

    private final Part part;
    private final Path log;
    private final List<String> jvmOptions;
    private final String mainClass;
    private final Function<String, List<String>> arguments;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Thread thread;
    private volatile String exitCodes = "";
    private final AtomicInteger failedStarts = new AtomicInteger();
    private volatile @Nullable ChildProcess process;
    private volatile boolean closing;

    /**
     * Starts it.
     *
     * @param arguments of the main class, given the ready line of the first start, empty at that: so that it takes the
     *     same ports again
     */
    SupervisedPart(
            Part part,
            Path folder,
            List<String> jvmOptions,
            String mainClass,
            Function<String, List<String>> arguments) {
        this.part = part;
        this.log = folder.resolve(part.word() + ".log");
        this.jvmOptions = jvmOptions;
        this.mainClass = mainClass;
        this.arguments = arguments;
        this.thread = new Thread(this::run, "supervise-" + part.word());
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closing) {
                ChildProcess started = ChildProcess.java(log, jvmOptions, mainClass, arguments.apply(ready.getNow("")));
                process = started;
                if (closing) {
                    started.close();
                }
                if (!ready.isDone()) {
                    ready.complete(started.awaitLine());
                }
                ended(started.awaitExit());
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        } catch (InterruptedException expected) {
            Thread.currentThread().interrupt();
        }
    }

    private void ended(int exitCode) {
        if (closing || exitCode == KILLED) {
            return;
        }
        if (exitCode == ExitCode.KAFKA.code()) {
            failedStarts.incrementAndGet();
        } else {
            exitCodes = exitCodes + " " + exitCode;
        }
    }

    /** The line that the first start printed. */
    String readyLine() throws InterruptedException {
        try {
            return ready.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(part.word() + " did not start, see " + log, e);
        }
    }

    void kill() {
        ChildProcess running = process;
        if (running != null) {
            running.kill();
        }
    }

    /** Starts that failed, as they should, because the broker was killed meanwhile. */
    int failedStarts() {
        return failedStarts.get();
    }

    /** The codes with which it ended without being killed; empty when it never did. */
    String endedByItself() {
        return exitCodes.isEmpty() ? "" : part.word() + " ended by itself with" + exitCodes + ", see " + log;
    }

    @Override
    public void close() {
        closing = true;
        ChildProcess running = process;
        if (running != null) {
            running.close();
        }
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
