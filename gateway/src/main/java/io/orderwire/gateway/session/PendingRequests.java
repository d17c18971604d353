package io.orderwire.gateway.session;

import io.orderwire.websocket.limit.SendMemory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The requests of one client that wait for the hub. Their number is bounded, and their bytes are bounded by the client's
 * share of the send memory. Thread-safe.
 */
final class PendingRequests {
    private static final int MOST = 2_048;

    /** Number of requests that a client may have waiting without using room that is not reserved. */
    private static final int ALWAYS = 16;

    private final SendMemory sendMemory;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    PendingRequests(SendMemory sendMemory) {
        this.sendMemory = sendMemory;
    }

    /**
     * Counts a request until {@link #done} is called; returns false, without counting it, if that would exceed a bound.
     *
     * @param length bytes of the request
     * @param room number of further requests for which the hub's mailbox has room that is not reserved; limits the waiting
     *     requests of this client, but never to fewer than {@value #ALWAYS}
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

    /** Records that a request of {@code length} bytes no longer waits. */
    void done(int length) {
        count.decrementAndGet();
        bytes.addAndGet(-length);
        sendMemory.remove(length);
    }
}
