package io.orderwire.runtime.agent;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Ends the idle time of the one thread that waits for it. The thread clears the signal before it looks for work, so a signal
 * for work that the thread does not see ends the next wait at once. Thread-safe.
 */
public final class WakeSignal {
    /** A semaphore and not a monitor or an unpark, because a wait inside a step must not consume the signal. */
    private final Semaphore signals = new Semaphore(0);

    /** Signals that there is work; may be called by any thread. */
    public void wake() {
        // A signal that is seen here is cleared later, before the thread looks for work.
        if (signals.availablePermits() == 0) {
            signals.release();
        }
    }

    /** Forgets earlier signals. */
    void clear() {
        signals.drainPermits();
    }

    /**
     * Waits for a signal since the last {@link #clear()}, and consumes it.
     *
     * @return false if no signal was given within {@code nanos}
     */
    boolean await(long nanos) throws InterruptedException {
        return signals.tryAcquire(nanos, TimeUnit.NANOSECONDS);
    }
}
