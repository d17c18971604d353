package io.orderwire.gateway.serve;

import io.orderwire.runtime.process.StallWatchdog;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Finds out whether the threads that search and shake hands still get to what they are given. */
final class Workers implements StallWatchdog.Stage {
    private final Executor threads;
    private final AtomicBoolean probing = new AtomicBoolean();
    private volatile long answers;

    Workers(Executor threads) {
        this.threads = threads;
    }

    /** Gives them a task; does nothing while the last one waits. */
    void probe() {
        if (probing.compareAndSet(false, true)) {
            try {
                threads.execute(this::answer);
            } catch (RejectedExecutionException expected) {
                // They have stopped.
                probing.set(false);
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one probe at a time
    private void answer() {
        answers++;
        probing.set(false);
    }

    @Override
    public boolean hasWork() {
        return probing.get();
    }

    @Override
    public long progress() {
        return answers;
    }
}
