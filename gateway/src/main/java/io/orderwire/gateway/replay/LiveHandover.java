package io.orderwire.gateway.replay;

import io.orderwire.gateway.hub.Bill;
import io.orderwire.gateway.hub.Streams;
import io.orderwire.gateway.hub.Subscriber;
import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.session.KeptFrames;
import org.jspecify.annotations.Nullable;

/**
 * A replay's subscriber in the live stream. It keeps frames until the last frame of the replay was sent, and then passes
 * frames on at once.
 */
final class LiveHandover implements Subscriber {
    private final Replay replay;
    private final Streams streams;
    private final JoinAttempts attempts;
    private final KeptFrames kept;
    private @Nullable Runnable leave;
    private boolean overflowed;
    private boolean open;

    /**
     * Has not joined the live stream.
     *
     * @param patienceMs how long the replay may be ahead of the live stream, milliseconds
     */
    LiveHandover(Replay replay, Streams streams, int patienceMs) {
        this.replay = replay;
        this.streams = streams;
        this.kept = replay.client().keptFrames();
        this.attempts = new JoinAttempts(patienceMs);
    }

    JoinAttempts attempts() {
        return attempts;
    }

    @Override
    public Bill bill() {
        return replay.bill();
    }

    @Override
    public void take(Frame frame) {
        if (open) {
            replay.offer(frame);
            return;
        }
        if (overflowed) {
            return;
        }
        if (!replay.memory().take(frame.bytes()) || !kept.add(frame)) {
            overflow();
        }
    }

    private void overflow() {
        overflowed = true;
        letGo();
    }

    @Override
    public void failed(Throwable failure) {
        replay.failed(failure);
    }

    private void letGo() {
        replay.memory().release(kept.bytes());
        kept.clear();
    }

    /** Joins the live stream. Frames are kept from now on. */
    void join() {
        leave = streams.joinLive(replay.spec(), replay.name(), this);
    }

    /** Makes the replay a part of the live stream; returns false if frames of the live stream were lost. */
    boolean open() {
        if (overflowed) {
            return false;
        }
        open = true;
        kept.forEach(replay::offer);
        letGo();
        return true;
    }

    /** Leaves the live stream, if it has joined it. */
    void leave() {
        Runnable joined = leave;
        leave = null;
        if (joined != null) {
            joined.run();
        }
        letGo();
        overflowed = false;
    }
}
