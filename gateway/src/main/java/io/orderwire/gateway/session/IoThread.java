package io.orderwire.gateway.session;

import io.orderwire.runtime.process.ExecutorProbe;
import io.orderwire.runtime.process.StallWatchdog;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one I/O thread. A thread that offers frames marks their clients and then wakes the I/O thread once for
 * all of them: a wake-up for each client and frame would cost more than sending. {@link SendTurns} determines the order.
 * Each client is marked at most once, so the number of marks is bounded by the number of clients.
 */
public final class IoThread implements StallWatchdog.Stage {
    private final Executor ioThread;
    private final Queue<Client> ready = new ConcurrentLinkedQueue<>();
    private final SendTurns turns = new SendTurns();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ExecutorProbe probe;
    private volatile long runs;

    /** Serves the clients of one I/O thread. */
    public IoThread(Executor ioThread) {
        this.ioThread = ioThread;
        this.probe = new ExecutorProbe(ioThread);
    }

    void mark(Client client) {
        ready.add(client);
    }

    /** Wakes the I/O thread if a client is marked. */
    public void flush() {
        if (!ready.isEmpty() && scheduled.compareAndSet(false, true)) {
            execute(this::drain);
        }
    }

    /** Probes whether the I/O thread still runs its tasks; does nothing while the last probe is unanswered. */
    public void probe() {
        probe.probe();
    }

    /**
     * Runs a task on the I/O thread. If the thread has stopped, discards the task and all marks: its connections have
     * stopped, too.
     */
    void execute(Runnable task) {
        try {
            ioThread.execute(task);
        } catch (RejectedExecutionException expected) {
            ready.clear();
            scheduled.set(false);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the I/O thread only
    private void drain() {
        scheduled.set(false);
        runs++;
        for (Client client = next(); client != null; client = next()) {
            client.attempt(client::drain);
        }
    }

    private @Nullable Client next() {
        for (Client marked = ready.poll(); marked != null; marked = ready.poll()) {
            turns.add(marked);
        }
        return turns.next();
    }

    @Override
    public boolean hasWork() {
        return scheduled.get() || probe.hasWork();
    }

    @Override
    public long progress() {
        return runs + probe.progress();
    }
}
