package io.orderwire.runtime.process;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a stage that has work and makes no progress. Such a stage never recovers by itself, and hides behind a process
 * that looks alive: after half the bound it is told as a reason for not being live, after the whole of it the threads are
 * dumped once and the process ends, for its supervisor to start again.
 */
public final class StallWatchdog implements AutoCloseable {
    /** What a stage tells of itself, from any thread and without blocking. */
    public interface Stage {
        /** True while there is something to do. */
        boolean hasWork();

        /** A count that moves whenever something is done, or tried and answered. */
        long progress();
    }

    private static final Logger log = LoggerFactory.getLogger(StallWatchdog.class);
    private static final int CHECKS_PER_TIMEOUT = 20;

    private final long timeoutNanos;
    private final LongSupplier nanoTime;
    private final Consumer<ProcessExit> fatal;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;
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
    }

    /** Watches with a thread of its own once {@link #start()} is called. */
    public StallWatchdog(long timeoutMs, LongSupplier nanoTime, Consumer<ProcessExit> fatal) {
        this.timeoutNanos = timeoutMs * 1_000_000;
        this.nanoTime = nanoTime;
        this.fatal = fatal;
        this.thread = new Thread(this::run, "stall-watchdog");
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Watches a stage from now on. */
    public void watch(String name, Stage stage) {
        watches.put(name, new Watch(stage, nanoTime.getAsLong()));
    }

    /** Watches it no more. */
    public void forget(String name) {
        watches.remove(name);
    }

    /** Watches it no more, unless another stage has taken the name. */
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

    /** Looks at each stage once. */
    void check() {
        long now = nanoTime.getAsLong();
        watches.forEach((name, watch) -> {
            long progress = watch.stage.progress();
            if (progress != watch.progress || !watch.stage.hasWork()) {
                watch.progress = progress;
                watch.sinceNanos = now;
            } else if (now - watch.sinceNanos >= timeoutNanos && !stalled) {
                stalled = true;
                String reason = reason(name, now - watch.sinceNanos);
                log.error("{}; threads:\n{}", reason, ThreadDump.now());
                fatal.accept(new ProcessExit(ExitCode.STALLED, reason));
            }
        });
    }

    private static String reason(String name, long nanos) {
        return name + " has work and has made no progress for " + nanos / 1_000_000 + " ms";
    }

    /** The stages that have stood still for half the bound; from any thread. */
    public List<String> reasons() {
        long now = nanoTime.getAsLong();
        return watches.entrySet().stream()
                .filter(watched -> now - watched.getValue().sinceNanos >= timeoutNanos / 2)
                .filter(watched -> watched.getValue().stage.hasWork())
                .map(watched -> reason(watched.getKey(), now - watched.getValue().sinceNanos))
                .toList();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
