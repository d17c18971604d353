package io.orderwire.runtime.agent;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Messages of other threads to the agent that owns a piece of state, first in, first out. The capacity bounds the messages
 * of {@link #offer} and {@link #put}. Those of {@link #force} are bounded by their source, which the caller has to explain;
 * they count, but are never refused. Thread-safe.
 *
 * @param <M> type of the messages
 */
public final class Mailbox<M> {
    /** How long {@link #put} waits before it looks for room again. */
    private static final long PAUSE_NANOS = 1_000_000;

    private final Queue<M> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int capacity;
    private final Runnable wake;
    private volatile boolean closed;

    /** Empty, for an owner that looks for messages by itself; {@code capacity} is the largest number of messages that wait. */
    public Mailbox(int capacity) {
        this(capacity, () -> {});
    }

    /** Empty, for an agent with that {@link Agent#signal()}. */
    public Mailbox(int capacity, WakeSignal owner) {
        this(capacity, owner::wake);
    }

    /**
     * Empty.
     *
     * @param capacity largest number of messages that wait
     * @param wake wakes the owner, called after each message was added
     */
    public Mailbox(int capacity, Runnable wake) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("capacity must be positive: " + capacity);
        }
        this.capacity = capacity;
        this.wake = wake;
    }

    /** Adds a message; false, without adding it, if the mailbox is full. */
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
     * Adds a message, and waits for room first unless the mailbox is closed. The owner must not call it.
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

    /** Adds a message whose number its source bounds, even if the mailbox is full. */
    public void force(M message) {
        size.incrementAndGet();
        add(message);
    }

    private void add(M message) {
        messages.add(message);
        wake.run();
    }

    /** The next message, null if there is none; for the owner. */
    public @Nullable M poll() {
        M message = messages.poll();
        if (message != null) {
            size.decrementAndGet();
        }
        return message;
    }

    /** Number of messages that wait, those of {@link #force} included. */
    public int size() {
        return size.get();
    }

    /** Largest number of messages that wait, without those of {@link #force}. */
    public int capacity() {
        return capacity;
    }

    /** Number of messages for which there is room at the moment. */
    public int room() {
        return Math.max(0, capacity - size.get());
    }

    /** Ends all waiting in {@link #put}, now and later. */
    public void close() {
        closed = true;
    }

    /**
     * Registers the gauges {@code name} with the size and {@code name.limit} with the capacity.
     *
     * @param content what waits, for the description: {@code Requests and losses}
     * @param owner the agent, for the description: {@code the reading thread}
     */
    public void gauges(MeterRegistry meters, String name, String content, String owner) {
        Gauge.builder(name, size, AtomicInteger::get)
                .description(content + " that wait for " + owner)
                .register(meters);
        Gauge.builder(name + ".limit", () -> capacity)
                .description(content + " that may wait for " + owner)
                .register(meters);
    }
}
