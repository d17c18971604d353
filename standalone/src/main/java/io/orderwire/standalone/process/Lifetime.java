package io.orderwire.standalone.process;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the parts in this JVM: they start one after another, run until any of several causes ends them, and stop
 * within a bound, the part that was kept last first. A signal is a clean end, even while parts start.
 */
public final class Lifetime {
    private static final Logger log = LoggerFactory.getLogger(Lifetime.class);

    /** The minimum time for a part to stop, even if earlier parts have used up the bound. */
    private static final Duration LEAST = Duration.ofMillis(100);

    /** Starts parts, and passes each to {@link Lifetime#keep}. */
    public interface Startup {
        /** Any exception ends the process; {@link Failures} decides how. */
        void start() throws Exception;
    }

    private record Part(String name, Duration bound, AutoCloseable closeable) {}

    private final Duration stopBound;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final CompletableFuture<ProcessExit> end = new CompletableFuture<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread starting;

    /** A life that stops within {@code stopBound}, and a little more if parts exceed it. */
    public Lifetime(Duration stopBound) {
        this.stopBound = stopBound;
    }

    /** Remembers a part to stop, before those kept earlier; to be called by the startup, on its thread. */
    public <T extends AutoCloseable> T keep(String name, Duration bound, T part) {
        parts.push(new Part(name, bound, part));
        return part;
    }

    /** Starts the parts, waits for the end, stops the kept parts, and returns the reason of the end. */
    public ProcessExit run(Startup startup) {
        synchronized (this) {
            starting = Thread.currentThread();
        }
        boolean ready = false;
        try {
            if (!end.isDone()) {
                startup.start();
                ready = true;
            }
        } catch (Throwable e) {
            fail(Failures.exit(e));
        } finally {
            started();
        }
        ProcessExit exit = end.join();
        Failures.report(exit);
        if (ready) {
            log.info("stopping");
        }
        long begin = System.nanoTime();
        stop(begin);
        if (ready) {
            log.info("stopped after {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        }
        stopped.countDown();
        return exit;
    }

    private synchronized void started() {
        starting = null;
        Thread.interrupted();
    }

    /** Ends this life with {@code exit}, unless it has ended already. Returns at once; may be called by any thread. */
    public void fail(ProcessExit exit) {
        if (!end.complete(exit)) {
            log.debug("ending already, and: {}", exit.getMessage(), exit);
            return;
        }
        synchronized (this) {
            if (starting != null && !starting.equals(Thread.currentThread())) {
                starting.interrupt();
            }
        }
    }

    /**
     * Ends this life cleanly unless it has ended already, waits until all parts have stopped, and returns the exit code.
     */
    public int endBySignal() {
        fail(new ProcessExit(ExitCode.OK, "stopped by a signal"));
        try {
            if (stopped.await(stopBound.plus(LEAST.multipliedBy(5)).toMillis(), TimeUnit.MILLISECONDS)) {
                return end.join().code().code();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.error("did not stop within {} s, halted", stopBound.toSeconds());
        return ExitCode.UNEXPECTED.code();
    }

    private void stop(long begin) {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            Duration left = stopBound.minusNanos(System.nanoTime() - begin);
            Duration bound = left.compareTo(part.bound()) < 0 ? left : part.bound();
            stop(part, bound.compareTo(LEAST) < 0 ? LEAST : bound);
        }
    }

    private static void stop(Part part, Duration bound) {
        Thread thread = new Thread(() -> close(part), "stop-" + part.name().replace(' ', '-'));
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(bound.toMillis());
        } catch (InterruptedException expected) {
            // Interrupts are not expected here; the next part is stopped without waiting further.
        }
        if (thread.isAlive()) {
            log.warn("{} did not stop within {} ms", part.name(), bound.toMillis());
        }
    }

    private static void close(Part part) {
        try {
            part.closeable().close();
        } catch (Exception e) {
            log.warn("{} did not stop cleanly", part.name(), e);
        }
    }
}
