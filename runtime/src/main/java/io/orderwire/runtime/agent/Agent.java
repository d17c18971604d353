package io.orderwire.runtime.agent;

import io.orderwire.runtime.process.StallWatchdog;
import java.time.Duration;

/**
 * Owns the state of one station and works on it in short steps, all on one thread. An {@link AgentThread} calls it in
 * production; a test may call {@link #doWork()} on its own thread instead. {@link #onStart()}, {@link #doWork()},
 * {@link #idleNanos()} and {@link #onClose()} are called on the agent's thread; the other methods may be called on any
 * thread.
 */
public interface Agent {
    /** Returned by {@link #doWork()} to end the thread: the agent's work is complete. */
    int ENDED = -1;

    /** Returned by {@link #idleNanos()} to be idle until {@link AgentThread#wake()}. */
    long UNTIL_WOKEN = Long.MAX_VALUE;

    /** The name of the agent, its thread and its stage in the watchdog. */
    String name();

    /**
     * Does one step of the work. A step must be short compared with the watchdog's timeout.
     *
     * @return the amount of work done; 0 if there was no work, after which the thread is idle for {@link #idleNanos()};
     *     {@link #ENDED} to end the thread
     * @throws Exception to end the process, unless it is the interrupt of a thread that is being stopped
     */
    int doWork() throws Exception;

    /** Called once before the first step. */
    default void onStart() throws Exception {}

    /** Called once after the last step, even if that step or {@link #onStart()} failed. */
    default void onClose() throws Exception {}

    /** Longest idle time after a step without work, nanoseconds; 0 for an agent that waits inside {@link #doWork()}. */
    default long idleNanos() {
        return 0;
    }

    /**
     * The signal that ends the agent's idle time; called once. An agent with a mailbox returns the signal that the
     * mailbox wakes.
     */
    default WakeSignal signal() {
        return new WakeSignal();
    }

    /** Ends a wait inside {@link #doWork()}, called on other threads by {@link AgentThread#wake()}. */
    default void wake() {}

    /** True for an agent whose thread has the lowest priority, so that all other threads run first if cores are scarce. */
    default boolean givesWay() {
        return false;
    }

    /**
     * How long {@link AgentThread#close()} waits for the thread's end before it interrupts the last step; zero for no
     * wait.
     */
    default Duration stopTimeout() {
        return Duration.ofSeconds(3);
    }

    /**
     * The agent's stage in the watchdog.
     *
     * @param steps the default stage: it has work during a step, and counts each step as progress
     */
    default StallWatchdog.Stage stage(StallWatchdog.Stage steps) {
        return steps;
    }
}
