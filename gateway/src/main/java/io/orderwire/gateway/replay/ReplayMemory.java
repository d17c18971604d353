package io.orderwire.gateway.replay;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory of all replays together: the minimum that each needs, its state, and the frames that are kept for it at the live
 * hand-over. The rest of the limit is available for frames that wait for clients. Thread-safe.
 */
final class ReplayMemory {
    private final long most;
    private final AtomicLong taken = new AtomicLong();
    private volatile int clients = 1;

    ReplayMemory(long most) {
        this.most = most;
    }

    /** Takes {@code bytes} and returns true; returns false, and takes nothing, if the limit would be exceeded. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** Returns true if {@code bytes} could be taken. */
    boolean hasRoom(long bytes) {
        return taken.get() + bytes <= most;
    }

    /** Releases bytes that were taken. */
    void release(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** Sets the number of clients that share the rest. */
    void share(int ofClients) {
        clients = Math.max(1, ofClients);
    }

    /** Bytes that may wait for a client while more is read for it. */
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
