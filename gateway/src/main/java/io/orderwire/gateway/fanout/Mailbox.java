package io.orderwire.gateway.fanout;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Work for the reading thread, handed in by others. Requests of clients and losses have a bound between them; all else is
 * bounded by itself: a client leaves once, a replay takes one step at a time, a second passes once. Thread-safe.
 */
final class Mailbox {
    /** Tasks, of some 200 bytes each besides what a request holds, which counts among what waits for clients. */
    static final int CAPACITY = 65_536;

    private static final long PAUSE_NANOS = 1_000_000;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    /** Hands in a task that is bounded by itself. */
    void add(Runnable task) {
        waiting.incrementAndGet();
        tasks.add(task);
    }

    /** Waits until there is room: who hands in much reads from Kafka, where the rest can wait. Not after the end. */
    void await() {
        while (room() == 0 && !closed) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Tasks for which there is room at the moment. */
    int room() {
        return Math.max(0, CAPACITY - waiting.get());
    }

    /** Tasks that wait. */
    int size() {
        return waiting.get();
    }

    /** The next task, null if there is none. */
    @Nullable
    Runnable poll() {
        Runnable task = tasks.poll();
        if (task != null) {
            waiting.decrementAndGet();
        }
        return task;
    }

    /** Lets nobody wait any longer. */
    void close() {
        closed = true;
    }
}
