package io.orderwire.runtime.agent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent that runs small tasks at intervals, one after another. A failed task runs again after its interval, and is
 * listed in {@link #reasons()} until it succeeds. A task that hangs stalls the timer's stage in the watchdog. An {@link
 * Error} other than a stack overflow ends the process.
 */
public final class WatchedTimer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WatchedTimer.class);

    private final String name;
    private final StallWatchdog watchdog;
    private final Steps steps = new Steps();
    private final WakeSignal signal = new WakeSignal();
    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final Map<String, String> failing = new ConcurrentHashMap<>();
    private final AtomicLong progressed = new AtomicLong();
    private volatile boolean stopping;

    @GuardedBy("this")
    private @Nullable AgentThread thread;

    /** A timer without tasks; its thread and its stage in the watchdog are both called {@code name}. */
    public WatchedTimer(String name, StallWatchdog watchdog) {
        this.name = name;
        this.watchdog = watchdog;
    }

    /**
     * Runs a task after {@code firstMs}, and then {@code ms} after the end of each run. The first task starts the
     * thread, which has the lowest priority if the calling thread has it.
     */
    public synchronized void every(String task, long firstMs, long ms, Runnable work) {
        tasks.add(new Task(task, TimeUnit.MILLISECONDS.toNanos(ms), work, TimeUnit.MILLISECONDS.toNanos(firstMs)));
        if (thread == null && !stopping) {
            thread = new AgentThread(steps, watchdog);
            thread.start();
        }
        signal.wake();
    }

    /**
     * Reports that a long task has made a step and therefore does not hang. The task itself must bound the number of
     * its steps.
     */
    public void progressed() {
        progressed.incrementAndGet();
    }

    /** The tasks whose last run failed, with their errors. */
    public List<Reason> reasons() {
        return failing.values().stream().map(ReasonCode.TASK_FAILS::because).toList();
    }

    /**
     * Starts no further task, and waits for the running task; returns false if that task did not end within the
     * timeout.
     */
    public boolean stop(long timeoutMs) throws InterruptedException {
        stopping = true;
        signal.wake();
        AgentThread running = thread();
        return running == null || running.awaitEnd(timeoutMs);
    }

    /** Starts no further task, interrupts the running task, and waits at most a second for its end. */
    @Override
    public void close() {
        stopping = true;
        AgentThread running = thread();
        if (running != null) {
            running.close();
        }
    }

    private synchronized @Nullable AgentThread thread() {
        return thread;
    }

    private final class Task {
        private final String what;
        private final long intervalNanos;
        private final Runnable work;
        /** Monotonic nanoseconds; used by the timer's thread only after the task was added. */
        private long dueNanos;

        Task(String what, long intervalNanos, Runnable work, long firstNanos) {
            this.what = what;
            this.intervalNanos = intervalNanos;
            this.work = work;
            this.dueNanos = System.nanoTime() + firstNanos;
        }

        void run() {
            try {
                work.run();
                if (failing.remove(what) != null) {
                    log.info("{}: {} succeeds again", name, what);
                }
            } catch (RuntimeException | StackOverflowError e) {
                if (failing.put(what, what + " fails: " + e) == null) {
                    log.warn("{}: {} failed, and is tried again", name, what, e);
                }
            }
            dueNanos = System.nanoTime() + intervalNanos;
        }
    }

    /** Each step runs the task that is due first, if its time has come. */
    private final class Steps implements Agent {
        @Override
        public String name() {
            return name;
        }

        @Override
        public int doWork() {
            if (stopping) {
                return ENDED;
            }
            Task next = next();
            if (next == null || next.dueNanos - System.nanoTime() > 0) {
                return 0;
            }
            next.run();
            return 1;
        }

        /** The task that is due first. */
        private @Nullable Task next() {
            Task next = null;
            for (Task task : tasks) {
                if (next == null || task.dueNanos - next.dueNanos < 0) {
                    next = task;
                }
            }
            return next;
        }

        @Override
        public long idleNanos() {
            Task next = next();
            return next == null ? UNTIL_WOKEN : Math.max(0, next.dueNanos - System.nanoTime());
        }

        @Override
        public WakeSignal signal() {
            return signal;
        }

        @Override
        public boolean givesWay() {
            return Thread.currentThread().getPriority() == Thread.MIN_PRIORITY;
        }

        /** Zero: close() interrupts a running task at once, because it may block for any time. */
        @Override
        public Duration stopTimeout() {
            return Duration.ZERO;
        }

        @Override
        public StallWatchdog.Stage stage(StallWatchdog.Stage eachStep) {
            return new StallWatchdog.Stage() {
                @Override
                public boolean hasWork() {
                    return eachStep.hasWork();
                }

                @Override
                public long progress() {
                    return eachStep.progress() + progressed.get();
                }
            };
        }
    }
}
