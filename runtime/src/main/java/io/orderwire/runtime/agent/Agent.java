package io.orderwire.runtime.agent;

import io.orderwire.runtime.process.StallWatchdog;
import java.time.Duration;

/**
 * Owns the state of one station and works on it in short steps, all on one thread. An {@link AgentThread} calls it in
 * production; a test may call {@link #doWork()} on its own thread instead. Work and the methods around it are called on the
 * agent's thread, the methods that describe the agent and {@link #wake()} on others.
 */
public interface Agent {
    /** Returned by {@link #doWork()} to end the thread: the agent has done all that it will ever do. */
    int ENDED = -1;

    /** Idle until {@link AgentThread#wake()}. */
    long UNTIL_WOKEN = Long.MAX_VALUE;

    /** The name of the agent, its thread and its stage in the watchdog. */
    String name();

    /**
     * Does one step of the work, which is short compared with the watchdog's timeout.
     *
     * @return the amount of work done; 0 if there was none, after which the thread is idle for {@link #idleNanos()};
     *     {@link #ENDED} to end the thread
     * @throws Exception which ends the process, unless it is an interrupt of a thread that is being stopped
     */
    int doWork() throws Exception;

    /** Called once before the first step. */
    default void onStart() throws Exception {}

    /** Called once after the last step, even if that failed; also if {@link #onStart()} failed. */
    default void onClose() throws Exception {}

    /** Longest time to be idle after a step without work, nanoseconds; 0 for an agent whose steps wait by themselves. */
    default long idleNanos() {
        return 0;
    }

    /** Ends the agent's idle time; asked once. An agent with a mailbox returns the signal with which it made that. */
    default WakeSignal signal() {
        return new WakeSignal();
    }

    /** Ends a wait inside {@link #doWork()}, called on other threads by {@link AgentThread#wake()}. */
    default void wake() {}

    /** True for an agent whose thread has the lowest priority, so that all others go first where cores are short. */
    default boolean givesWay() {
        return false;
    }

    /** How long {@link AgentThread#close()} waits for the end of the last step before it interrupts that; zero for no wait. */
    default Duration stopTimeout() {
        return Duration.ofSeconds(3);
    }

    /**
     * What the watchdog watches.
     *
     * @param steps the default: it has work during a step, and each step is progress
     */
    default StallWatchdog.Stage stage(StallWatchdog.Stage steps) {
        return steps;
    }
}
