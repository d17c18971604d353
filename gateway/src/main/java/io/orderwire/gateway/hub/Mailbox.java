package io.orderwire.gateway.hub;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tasks for the reading thread, handed in by other threads. Requests of clients and losses share a bound; the number of
 * other tasks is limited by their sources: a client leaves once, a replay takes one step at a time, and one tick waits at
 * most. Thread-safe.
 */
final class Mailbox {
    /** Number of tasks, of about 200 bytes each; the bytes of a request count in the backlog of the clients. */
    static final int CAPACITY = 65_536;

    private static final long PAUSE_NANOS = 1_000_000;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    /** Hands in a task without waiting for room. */
    void add(Runnable task) {
        waiting.incrementAndGet();
        tasks.add(task);
    }

    /** Waits for room, or until {@link #close}: losses are read from Kafka, where further ones can wait. */
    void await() {
        while (room() == 0 && !closed) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Number of tasks for which there is room at the moment. */
    int room() {
        return Math.max(0, CAPACITY - waiting.get());
    }

    /** Number of tasks that wait. */
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

    /** Ends all waiting in {@link #await}, now and later. */
    void close() {
        closed = true;
    }
}
