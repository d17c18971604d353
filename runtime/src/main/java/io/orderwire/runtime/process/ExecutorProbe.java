package io.orderwire.runtime.process;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A stage of the {@link StallWatchdog} for threads of a library: shows whether an executor still runs the tasks that it is
 * given. At most one probe waits at a time. Thread-safe.
 */
public final class ExecutorProbe implements StallWatchdog.Stage {
    private final Executor executor;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile long answers;

    /** Probes that executor. */
    public ExecutorProbe(Executor executor) {
        this.executor = executor;
    }

    /**
     * Submits an empty task unless the previous one is still waiting. If the executor has been shut down, the stage does not
     * have work.
     */
    public void probe() {
        if (waiting.compareAndSet(false, true)) {
            try {
                executor.execute(this::answer);
            } catch (RejectedExecutionException shutDown) {
                waiting.set(false);
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one probe at a time
    private void answer() {
        answers++;
        waiting.set(false);
    }

    @Override
    public boolean hasWork() {
        return waiting.get();
    }

    @Override
    public long progress() {
        return answers;
    }
}
