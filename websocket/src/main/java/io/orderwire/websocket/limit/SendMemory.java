package io.orderwire.websocket.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory of all that waits for clients, or comes from them and waits to be dealt with, bytes. A message counts once
 * however many clients it waits for. As in a switch whose ports share their memory (dynamic thresholds, Choudhury and
 * Hahne 1998), what one client may have waiting follows from what all together have left: a few slow ones may have much,
 * many have less each. Those that are losing already get the less, the less there is, so that they leave room for those
 * that are not slow. Thread-safe.
 */
public final class SendMemory {
    /** What a client may always have waiting of what it asked for itself. */
    private static final long ALWAYS = 128 << 10;

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    /** At most so many bytes, and one message each for those who have nothing waiting. */
    public SendMemory(long most) {
        this.most = most;
    }

    /** What a client may have waiting at this moment: all that is left. */
    public long share() {
        return Math.max(0, most - bytes.get());
    }

    /**
     * What a client may have waiting that is losing already. When {@code n} of them want all, {@code x} is left of the
     * whole where {@code 1 - x = n x³}: 24 % with 60, 12 % with 500.
     */
    public long shareOfSlow() {
        long left = share();
        double part = (double) left / most;
        return (long) (left * part * part);
    }

    /** Whether a client may have so many bytes of requests, or of answers to them, waiting. */
    public boolean allows(long waiting) {
        return waiting <= Math.max(ALWAYS, share());
    }

    /** So many bytes wait now. */
    public void add(long count) {
        bytes.addAndGet(count);
    }

    /** So many bytes no longer wait. */
    public void remove(long count) {
        bytes.addAndGet(-count);
    }

    /** What waits. */
    public long bytes() {
        return bytes.get();
    }

    /** The bound. */
    public long most() {
        return most;
    }
}
