package io.orderwire.runtime.process;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs small tasks at intervals, one after another, on a named thread that the {@link StallWatchdog} watches. A task that
 * fails is run again when it is due again, and is a reason until it succeeds. A task that hangs is a stalled stage, and an
 * error of the Java machine ends the process.
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
            return runs;
        }
    };
    private volatile boolean running;
    private volatile long runs;

    /** A timer without tasks, whose thread, and stage of the watchdog, have that name. */
    public WatchedTimer(String name, StallWatchdog watchdog) {
        this.name = name;
        this.watchdog = watchdog;
        this.executor = Executors.newSingleThreadScheduledExecutor(task -> watchdog.thread(name, task));
        watchdog.watch(name, stage);
    }

    /** Runs a task after {@code firstMs}, and then each time {@code ms} after its last run has ended. */
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
            // The executor would keep it to itself.
            watchdog.died(name, e);
            throw e;
        } finally {
            runs++;
            running = false;
        }
    }

    /** The tasks whose last run failed, and why. */
    public List<String> reasons() {
        return List.copyOf(failing.values());
    }

    /** Runs no more tasks, and waits for the one that is running; false when it did not end in time. */
    public boolean stop(long timeoutMs) throws InterruptedException {
        executor.shutdown();
        return executor.awaitTermination(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /** Interrupts the task that is running, and runs no more. */
    @Override
    public void close() {
        watchdog.forget(name, stage);
        executor.shutdownNow();
    }
}
