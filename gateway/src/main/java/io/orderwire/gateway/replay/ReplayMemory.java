package io.orderwire.gateway.replay;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory of all replays together: what each needs to be read at all, what it remembers, and what is kept for it at the live
 * hand-over. What is left of the bound may wait for their clients. Thread-safe.
 */
final class ReplayMemory {
    private final long most;
    private final AtomicLong taken = new AtomicLong();
    private volatile int clients = 1;

    ReplayMemory(long most) {
        this.most = most;
    }

    /** Takes so much; returns false, and takes nothing, if there is no room for it. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** Whether there is room for so much. */
    boolean hasRoom(long bytes) {
        return taken.get() + bytes <= most;
    }

    /** Gives back so much of what was taken. */
    void release(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** What is left is for so many clients. */
    void share(int ofClients) {
        clients = Math.max(1, ofClients);
    }

    /** Bytes that may wait for a client when more is read for it. */
    long share() {
        return Math.max(0, most - taken.get()) / clients;
    }

    long taken() {
        return taken.get();
    }

    long most() {
        return most;
    }
}
