package io.orderwire.runtime.process;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a stage that has work and makes no progress. Such a stage never recovers by itself, and hides behind a process
 * that looks alive: its threads are dumped once and the process ends, for its supervisor to start again.
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
        private long sinceNanos;

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
                long seconds = (now - watch.sinceNanos) / 1_000_000_000;
                log.error("{} has work and has made no progress for {} s; threads:\n{}", name, seconds, threads());
                fatal.accept(new ProcessExit(
                        ExitCode.STALLED, name + " has work and has made no progress for " + seconds + " s"));
            }
        });
    }

    private static String threads() {
        StringBuilder text = new StringBuilder();
        for (ThreadInfo info : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
            text.append(info);
        }
        return text.toString();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
