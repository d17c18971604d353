package io.orderwire.runtime.process;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs small tasks at intervals, one after another, on a named thread that the {@link StallWatchdog} watches. A failed task
 * runs again after its interval, and is listed in {@link #reasons()} until it succeeds. A task that hangs is a stalled
 * stage. An {@link Error} other than a stack overflow ends the process.
 */
public final class WatchedTimer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WatchedTimer.class);

    private final String name;
    private final StallWatchdog watchdog;
    private final ScheduledExecutorService executor;
    private final Map<String, String> failing = new ConcurrentHashMap<>();
    private final StallWatchdog.Stage stage = new StallWatchdog.Stage() {
        @Override
        public boolean hasWork() {
            return running;
        }

        @Override
        public long progress() {
            return runs + steps.get();
        }
    };
    private volatile boolean running;
    private volatile long runs;
    private final AtomicLong steps = new AtomicLong();

    /** A timer without tasks; its thread and its stage in the watchdog are both called {@code name}. */
    public WatchedTimer(String name, StallWatchdog watchdog) {
        this.name = name;
        this.watchdog = watchdog;
        this.executor = Executors.newSingleThreadScheduledExecutor(task -> watchdog.thread(name, task));
        watchdog.watch(name, stage);
    }

    /** Runs a task after {@code firstMs}, and then {@code ms} after the end of each run. */
    public void every(String task, long firstMs, long ms, Runnable work) {
        executor.scheduleWithFixedDelay(() -> run(task, work), firstMs, ms, TimeUnit.MILLISECONDS);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the timer's thread only
    private void run(String task, Runnable work) {
        running = true;
        try {
            work.run();
            if (failing.remove(task) != null) {
                log.info("{}: {} succeeds again", name, task);
            }
        } catch (RuntimeException | StackOverflowError e) {
            if (failing.put(task, task + " fails: " + e) == null) {
                log.warn("{}: {} failed, and is tried again", name, task, e);
            }
        } catch (Error e) {
            // The executor would swallow the error.
            watchdog.died(name, e);
            throw e;
        } finally {
            runs++;
            running = false;
        }
    }

    /** A long task made a step, all of which together are bounded by the task itself: it does not hang. */
    public void progressed() {
        steps.incrementAndGet();
    }

    /** The tasks whose last run failed, with their errors. */
    public List<String> reasons() {
        return List.copyOf(failing.values());
    }

    /** Starts no more tasks, and waits for the running one; false if it did not end within the timeout. */
    public boolean stop(long timeoutMs) throws InterruptedException {
        executor.shutdown();
        return executor.awaitTermination(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /** Interrupts the running task, and starts no more tasks. */
    @Override
    public void close() {
        watchdog.forget(name, stage);
        executor.shutdownNow();
    }
}
