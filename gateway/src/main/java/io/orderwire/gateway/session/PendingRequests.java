package io.orderwire.gateway.session;

import io.orderwire.websocket.limit.SendMemory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The requests of one client that wait for the hub: bounded in number, and in bytes by its send memory. Thread-safe. */
final class PendingRequests {
    private static final int MOST = 2_048;

    /** A client may have this many waiting, however few all clients together may add. */
    private static final int ALWAYS = 16;

    private final SendMemory sendMemory;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    PendingRequests(SendMemory sendMemory) {
        this.sendMemory = sendMemory;
    }

    /**
     * Counts a request until it is {@link #done}; if that would exceed a bound, returns false and does not count it.
     *
     * @param room number of further requests that all clients together may have waiting: a client may have no more than that
     *     waiting, but always {@value #ALWAYS}
     */
    boolean admit(int length, int room) {
        sendMemory.add(length);
        boolean fewBytes = sendMemory.allows(bytes.addAndGet(length));
        int most = Math.max(ALWAYS, Math.min(MOST, room));
        if (count.incrementAndGet() <= most && fewBytes) {
            return true;
        }
        done(length);
        return false;
    }

    /** A request of so many bytes does not wait any more. */
    void done(int length) {
        count.decrementAndGet();
        bytes.addAndGet(-length);
        sendMemory.remove(length);
    }
}
