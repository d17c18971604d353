package io.orderwire.runtime.process;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects stages that have work and make no progress. Such a stage never recovers by itself, although its process looks
 * alive. After half the timeout the stage is reported as a reason for not being live. After the whole timeout the watchdog
 * logs a thread dump once and ends the process, so that its supervisor restarts it.
 */
public final class StallWatchdog implements AutoCloseable {
    /** A watched part of a process; the methods are called from any thread and must not block. */
    public interface Stage {
        /** True while the stage has work. */
        boolean hasWork();

        /** A counter that changes whenever work is done or an attempt has a result, even a failure. */
        long progress();
    }

    private static final Logger log = LoggerFactory.getLogger(StallWatchdog.class);
    private static final int CHECKS_PER_TIMEOUT = 20;

    private final long timeoutNanos;
    private final LongSupplier nanoTime;
    private final Consumer<ProcessExit> fatal;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();
    private final Queue<String> dead = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile long checkedNanos;
    private boolean stalled;

    private static final class Watch {
        private final Stage stage;
        private long progress;
        private volatile long sinceNanos;

        Watch(Stage stage, long nowNanos) {
            this.stage = stage;
            this.progress = stage.progress();
            this.sinceNanos = nowNanos;
        }

        boolean hasWork() {
            try {
                return stage.hasWork();
            } catch (RuntimeException e) {
                log.debug("a stage did not report its progress", e);
                return true;
            }
        }

        /** False if the stage throws, which must not end the watch over the other stages. */
        boolean moves() {
            try {
                long now = stage.progress();
                boolean moved = now != progress || !stage.hasWork();
                progress = now;
                return moved;
            } catch (RuntimeException e) {
                log.debug("a stage did not report its progress", e);
                return false;
            }
        }
    }

    /** The watchdog checks the stages on its own thread after {@link #start()} has been called. */
    public StallWatchdog(long timeoutMs, LongSupplier nanoTime, Consumer<ProcessExit> fatal) {
        this.timeoutNanos = timeoutMs * 1_000_000;
        this.nanoTime = nanoTime;
        this.fatal = fatal;
        this.checkedNanos = nanoTime.getAsLong();
        this.thread = thread("stall-watchdog", this::run);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /**
     * Creates a daemon thread, without starting it, that ends the process if {@code work} throws: nothing else would
     * notice that the thread has died.
     */
    public Thread thread(String name, Runnable work) {
        Thread made = new Thread(work, name);
        made.setDaemon(true);
        made.setUncaughtExceptionHandler((thrower, failure) -> died(thrower.getName(), failure));
        return made;
    }

    /** Ends the process because the thread with this name has died or is about to die. */
    public void died(String name, Throwable failure) {
        Thread.UncaughtExceptionHandler ofTheProcess = Thread.getDefaultUncaughtExceptionHandler();
        if (failure instanceof OutOfMemoryError && ofTheProcess != null) {
            // There may not be enough memory left for an orderly stop.
            ofTheProcess.uncaughtException(Thread.currentThread(), failure);
        }
        String reason = "thread " + name + " died: " + failure;
        log.error("{}", reason, failure);
        dead.add(reason);
        fatal.accept(new ProcessExit(ExitCode.UNEXPECTED, reason, failure));
    }

    /** Watches a stage from now on. */
    public void watch(String name, Stage stage) {
        watches.put(name, new Watch(stage, nanoTime.getAsLong()));
    }

    /** Stops watching the stage with this name. */
    public void forget(String name) {
        watches.remove(name);
    }

    /** Stops watching this stage, unless another stage has taken its name. */
    public void forget(String name, Stage stage) {
        watches.computeIfPresent(name, (key, watch) -> watch.stage == stage ? null : watch);
    }

    private void run() {
        while (!closed) {
            check();
            try {
                Thread.sleep(Math.max(1, timeoutNanos / CHECKS_PER_TIMEOUT / 1_000_000));
            } catch (InterruptedException expected) {
                return;
            }
        }
    }

    /** Checks each stage once. */
    public void check() {
        long now = nanoTime.getAsLong();
        watches.forEach((name, watch) -> {
            if (watch.moves()) {
                watch.sinceNanos = now;
            } else if (now - watch.sinceNanos >= timeoutNanos && !stalled) {
                stalled = true;
                String reason = reason(name, now - watch.sinceNanos);
                log.error("{}; threads:\n{}", reason, ThreadDump.now());
                fatal.accept(new ProcessExit(ExitCode.STALLED, reason));
            }
        });
        checkedNanos = now;
    }

    private static String reason(String name, long nanos) {
        return name + " has work and has made no progress for " + nanos / 1_000_000 + " ms";
    }

    /** Dead threads, stages without progress for half the timeout, and overdue checks of all stages; from any thread. */
    public List<Reason> reasons() {
        long now = nanoTime.getAsLong();
        List<Reason> reasons = new ArrayList<>(
                dead.stream().map(ReasonCode.THREAD_DEAD::because).toList());
        watches.entrySet().stream()
                .filter(watched -> now - watched.getValue().sinceNanos >= timeoutNanos / 2)
                .filter(watched -> watched.getValue().hasWork())
                .map(watched ->
                        ReasonCode.STALLED.because(reason(watched.getKey(), now - watched.getValue().sinceNanos)))
                .forEach(reasons::add);
        if (now - checkedNanos >= timeoutNanos / 2) {
            reasons.add(ReasonCode.WATCHDOG_LATE.because(
                    "stall-watchdog has not looked for " + (now - checkedNanos) / 1_000_000 + " ms"));
        }
        return reasons;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
