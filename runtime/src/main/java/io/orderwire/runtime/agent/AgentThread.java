package io.orderwire.runtime.agent;

import io.orderwire.runtime.process.StallWatchdog;
import java.nio.channels.ClosedByInterruptException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an {@link Agent} on a daemon thread of its own. The watchdog watches the agent from {@link #start()} to
 * {@link #close()}, and ends the process if the thread dies. Thread-safe.
 */
public final class AgentThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AgentThread.class);

    /** How long an interrupted step and the end of the agent may take when it is stopped. */
    private static final long INTERRUPTED_MS = 1_000;

    private final Agent agent;
    private final StallWatchdog watchdog;
    private final StallWatchdog.Stage stage;
    private final WakeSignal signal;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean running;
    private volatile boolean stepping;
    private volatile long steps;

    /** Does not run yet. */
    public AgentThread(Agent agent, StallWatchdog watchdog) {
        this.agent = agent;
        this.watchdog = watchdog;
        this.stage = agent.stage(new Steps());
        this.signal = agent.signal();
        this.thread = thread(agent, watchdog.thread(agent.name(), this::run));
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it but who goes first where cores are short
    private static Thread thread(Agent agent, Thread made) {
        made.setPriority(agent.givesWay() ? Thread.MIN_PRIORITY : Thread.NORM_PRIORITY);
        return made;
    }

    /** Starts the thread; to be called once. */
    public void start() {
        running = true;
        watchdog.watch(agent.name(), stage);
        thread.start();
    }

    /** Ends the idle time, or the agent's own wait, because there is work; from any thread. */
    public void wake() {
        agent.wake();
        signal.wake();
    }

    /** True from {@link #start()} until the agent has made its last step. */
    public boolean isRunning() {
        return running;
    }

    /** False before {@link #start()}, and after the thread has ended. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        try {
            stepping = true;
            agent.onStart();
            stepping = false;
            work();
        } catch (InterruptedException | InterruptException | ClosedByInterruptException e) {
            if (stopping) {
                log.debug("{} was interrupted while it stopped", agent.name());
            } else {
                watchdog.died(agent.name(), e);
            }
        } catch (Exception e) {
            watchdog.died(agent.name(), e);
        } finally {
            end();
        }
    }

    private void work() throws Exception {
        while (!stopping) {
            signal.clear();
            int done = step();
            if (done < 0) {
                return;
            }
            if (done == 0) {
                idle();
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread only
    private int step() throws Exception {
        steps++;
        stepping = true;
        try {
            return agent.doWork();
        } finally {
            stepping = false;
        }
    }

    private void idle() throws InterruptedException {
        long nanos = agent.idleNanos();
        if (nanos > 0 && !stopping) {
            signal.await(nanos);
        }
    }

    private void end() {
        running = false;
        watchdog.forget(agent.name(), stage);
        // An interrupt ends the last step only: closing is bounded by the second wait of the thread that stops this
        // one.
        Thread.interrupted();
        try {
            agent.onClose();
        } catch (Exception e) {
            log.warn("{} did not stop cleanly", agent.name(), e);
        }
    }

    /** Ends the thread after the present step, which is interrupted if it does not end in time. */
    @Override
    public void close() {
        stopping = true;
        watchdog.forget(agent.name(), stage);
        wake();
        try {
            long timeoutMs = agent.stopTimeout().toMillis();
            if (!awaitEnd(timeoutMs)) {
                thread.interrupt();
            }
            if (!awaitEnd(INTERRUPTED_MS)) {
                log.warn("{} did not stop within {} ms", agent.name(), timeoutMs + INTERRUPTED_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of the thread; false if it did not end within the timeout. */
    boolean awaitEnd(long timeoutMs) throws InterruptedException {
        // A timeout of 0 would mean without a bound.
        if (timeoutMs > 0) {
            thread.join(timeoutMs);
        }
        return !thread.isAlive();
    }

    private final class Steps implements StallWatchdog.Stage {
        @Override
        public boolean hasWork() {
            return stepping;
        }

        @Override
        public long progress() {
            return steps;
        }
    }
}
