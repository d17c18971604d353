package io.orderwire.gateway.session;

import io.orderwire.websocket.limit.SendMemory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Frames that are kept for a client outside its send queue. They count as send memory. Their limits are half of the
 * queue's limits in frames and bytes, and the client's share of the send memory.
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

    /** Keeps a frame; returns false if the frames now exceed a limit. */
    public boolean add(Frame frame) {
        frames.add(frame);
        frame.message().hold(sendMemory);
        bytes += frame.bytes();
        return frames.size() <= limits.queue().frames() / 2
                && bytes <= Math.min(limits.queue().bytes() / 2, sendMemory.share());
    }

    /** Bytes of all frames. */
    public long bytes() {
        return bytes;
    }

    /** Passes each frame to {@code use}, the oldest first. */
    public void forEach(Consumer<Frame> use) {
        frames.forEach(use);
    }

    /** Discards all frames. */
    public void clear() {
        frames.forEach(frame -> frame.message().release(sendMemory));
        frames.clear();
        bytes = 0;
    }
}
