package io.orderwire.runtime.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.runtime.meters.Catalogued;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Messages of other threads to the agent that owns a piece of state, first in, first out. The capacity bounds the
 * messages of {@link #offer} and {@link #put}. Their source bounds the messages of {@link #force}, and the caller has
 * to explain that bound; these messages use capacity, but are never refused. Thread-safe.
 *
 * @param <M> type of the messages
 */
public final class Mailbox<M> {
    /** How long {@link #put} waits before it looks for room again, nanoseconds. */
    private static final long PAUSE_NANOS = 1_000_000;

    private final Queue<M> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int capacity;
    private final Runnable wake;
    private volatile boolean closed;

    /**
     * Creates an empty mailbox of at most {@code capacity} waiting messages, for an owner that polls without being
     * woken.
     */
    public Mailbox(int capacity) {
        this(capacity, () -> {});
    }

    /** Creates an empty mailbox for an agent whose {@link Agent#signal()} is {@code owner}. */
    public Mailbox(int capacity, WakeSignal owner) {
        this(capacity, owner::wake);
    }

    /**
     * Creates an empty mailbox.
     *
     * @param capacity largest number of waiting messages
     * @param wake wakes the owner; called after each message was added
     */
    public Mailbox(int capacity, Runnable wake) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("capacity must be positive: " + capacity);
        }
        this.capacity = capacity;
        this.wake = wake;
    }

    /** Adds a message; returns false without adding it if the mailbox is full. */
    public boolean offer(M message) {
        int before = size.get();
        while (before < capacity) {
            if (size.compareAndSet(before, before + 1)) {
                add(message);
                return true;
            }
            before = size.get();
        }
        return false;
    }

    /**
     * Waits for room and adds a message; adds it even without room if the mailbox is closed. The owner must not call
     * this method.
     *
     * @return false, without adding the message, if the thread was interrupted while it waited
     */
    public boolean put(M message) {
        while (!offer(message)) {
            if (closed) {
                force(message);
                return true;
            }
            LockSupport.parkNanos(this, PAUSE_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        return true;
    }

    /** Adds a message even if the mailbox is full; the source must bound the number of these messages. */
    public void force(M message) {
        size.incrementAndGet();
        add(message);
    }

    private void add(M message) {
        messages.add(message);
        wake.run();
    }

    /** Removes and returns the next message, null if the mailbox is empty; only the owner may call this method. */
    public @Nullable M poll() {
        M message = messages.poll();
        if (message != null) {
            size.decrementAndGet();
        }
        return message;
    }

    /** Number of waiting messages, including those of {@link #force}. */
    public int size() {
        return size.get();
    }

    /** Number of waiting messages from which on {@link #offer} refuses a message and {@link #put} waits. */
    public int capacity() {
        return capacity;
    }

    /** Number of messages that {@link #offer} could add at present. */
    public int room() {
        return Math.max(0, capacity - size.get());
    }

    /** Ends all waiting in {@link #put}, now and later. */
    public void close() {
        closed = true;
    }

    /** Registers the gauges of the number of waiting messages and of the capacity. */
    public void gauges(MeterRegistry meters, Catalogued waiting, Catalogued limit) {
        waiting.gauge(meters, this, Mailbox::size);
        limit.constant(meters, capacity);
    }
}
