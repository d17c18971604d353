package io.orderwire.websocket.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of all messages that wait for clients, and of all requests that wait to be handled. A message counts once, for
 * however many clients it waits. The share of one client depends on the memory that is left (dynamic thresholds as in
 * switches whose ports share memory, Choudhury and Hahne 1998): a few slow clients get large shares, many slow clients get
 * small ones. The share of clients that already lose messages shrinks faster, so that there is room for the others.
 * Thread-safe.
 */
public final class SendMemory {
    /** Bytes of requests and answers that a client may always have waiting. */
    private static final long ALWAYS = 128 << 10;

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    /** Allows {@code most} bytes in all, and always one message for a client that has nothing waiting. */
    public SendMemory(long most) {
        this.most = most;
    }

    /** Bytes that a client may have waiting at this moment: all that are left. */
    public long share() {
        return Math.max(0, most - bytes.get());
    }

    /**
     * Bytes that a client which already loses messages may have waiting. If {@code n} such clients take all that they may,
     * the part {@code x} that is left satisfies {@code 1 - x = n x³}: 24 % with 60 clients, 12 % with 500.
     */
    public long shareOfSlow() {
        long left = share();
        double part = (double) left / most;
        return (long) (left * part * part);
    }

    /** Returns true if a client may have {@code waiting} bytes of requests and answers waiting. */
    public boolean allows(long waiting) {
        return waiting <= Math.max(ALWAYS, share());
    }

    /** Counts bytes that begin to wait. */
    public void add(long count) {
        bytes.addAndGet(count);
    }

    /** Counts bytes that no longer wait. */
    public void remove(long count) {
        bytes.addAndGet(-count);
    }

    /** Bytes that wait. */
    public long bytes() {
        return bytes.get();
    }

    /** The limit in bytes. */
    public long most() {
        return most;
    }
}
