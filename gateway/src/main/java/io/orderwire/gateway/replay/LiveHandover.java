package io.orderwire.gateway.replay;

import io.orderwire.gateway.hub.Bill;
import io.orderwire.gateway.hub.Streams;
import io.orderwire.gateway.hub.Subscriber;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Frame;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A replay's place in the live stream: frames are kept until the last one of its own is sent, and then passed on at once.
 */
final class LiveHandover implements Subscriber {
    private final Replay replay;
    private final Client client;
    private final Streams streams;
    private final JoinAttempts attempts;
    private final Deque<Frame> kept = new ArrayDeque<>();
    private @Nullable Runnable leave;
    private long keptBytes;
    private boolean overflowed;
    private boolean open;

    /**
     * Has not joined the live stream.
     *
     * @param patienceMs how long the replay may be ahead of the live stream, milliseconds
     */
    LiveHandover(Replay replay, Streams streams, int patienceMs) {
        this.replay = replay;
        this.client = replay.client();
        this.streams = streams;
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
        if (!replay.memory().take(frame.bytes())) {
            overflow();
            return;
        }
        kept.add(frame);
        client.keep(frame);
        keptBytes += frame.bytes();
        if (!client.mayKeep(kept.size(), keptBytes)) {
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
        kept.forEach(client::letGo);
        kept.clear();
        replay.memory().release(keptBytes);
        keptBytes = 0;
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
