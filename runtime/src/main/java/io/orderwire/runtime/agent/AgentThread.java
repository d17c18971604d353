package io.orderwire.runtime.agent;

import io.orderwire.runtime.process.StallWatchdog;
import java.nio.channels.ClosedByInterruptException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an {@link Agent} on a daemon thread of its own. The watchdog watches the agent from {@link #start()} to {@link
 * #close()} or the last step, and ends the process if the thread dies. Thread-safe.
 */
public final class AgentThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AgentThread.class);

    /**
     * How long an interrupted step and {@link Agent#onClose()} may take together, milliseconds, before {@link #close()}
     * stops waiting.
     */
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

    /** Creates the thread without starting it. */
    public AgentThread(Agent agent, StallWatchdog watchdog) {
        this.agent = agent;
        this.watchdog = watchdog;
        this.stage = agent.stage(new Steps());
        this.signal = agent.signal();
        this.thread = thread(agent, watchdog.thread(agent.name(), this::run));
    }

    @SuppressWarnings("ThreadPriorityCheck") // it only decides which thread runs first if cores are scarce
    private static Thread thread(Agent agent, Thread made) {
        made.setPriority(agent.givesWay() ? Thread.MIN_PRIORITY : Thread.NORM_PRIORITY);
        return made;
    }

    /** Starts the thread; must be called once only. */
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
        // An interrupt must end the last step only, not onClose(), which close() awaits for a bounded time.
        Thread.interrupted();
        try {
            agent.onClose();
        } catch (Exception e) {
            log.warn("{} did not stop cleanly", agent.name(), e);
        }
    }

    /**
     * Ends the thread after the present step. Interrupts the step if the thread does not end within the agent's stop
     * timeout, and then waits at most a second.
     */
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
        // Thread.join(0) would wait without a bound.
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
