package io.orderwire.gateway.session;

import io.orderwire.websocket.limit.SendMemory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Frames that are kept for a client besides those in its send queue. They count as send memory, and may be half as many and
 * as long as those in the queue.
 */
public final class KeptFrames {
    private final ClientLimits limits;
    private final SendMemory sendMemory;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private long bytes;

    KeptFrames(ClientLimits limits, SendMemory sendMemory) {
        this.limits = limits;
        this.sendMemory = sendMemory;
    }

    /** Keeps one more; false if these are now more than may be kept. */
    public boolean add(Frame frame) {
        frames.add(frame);
        frame.message().hold(sendMemory);
        bytes += frame.bytes();
        return frames.size() <= limits.queue().frames() / 2
                && bytes <= Math.min(limits.queue().bytes() / 2, sendMemory.share());
    }

    /** Length of all of them. */
    public long bytes() {
        return bytes;
    }

    /** Passes each of them to {@code use}, the oldest one first. */
    public void forEach(Consumer<Frame> use) {
        frames.forEach(use);
    }

    /** Keeps none of them any longer. */
    public void clear() {
        frames.forEach(frame -> frame.message().release(sendMemory));
        frames.clear();
        bytes = 0;
    }
}
