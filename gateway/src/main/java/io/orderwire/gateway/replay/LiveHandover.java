package io.orderwire.gateway.replay;

import io.orderwire.gateway.hub.Bill;
import io.orderwire.gateway.hub.Streams;
import io.orderwire.gateway.hub.Subscriber;
import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.session.KeptFrames;
import org.jspecify.annotations.Nullable;

/**
 * A replay's place in the live stream: frames are kept until the last one of its own is sent, and then passed on at once.
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

    /** Joins the live stream: frames are kept from now on. */
    void join() {
        leave = streams.joinLive(replay.spec(), replay.name(), this);
    }

    /** True when it is a part of the live stream from now on; else it has missed some of it. */
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
