package io.orderwire.gateway.hub;

import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Frame;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A replay's place in a live group: frames are kept until the last one of its own is out, and from then on passed on as they
 * come. Used by the reading thread.
 */
final class Seam implements Subscriber {
    private final Replaying replay;
    private final Client client;
    private final SharedSubscriptions live;
    private final ReplayMemory memory;
    private final Deque<Frame> kept = new ArrayDeque<>();
    private @Nullable SharedSubscription group;
    private long keptBytes;
    private boolean overflowed;
    private boolean open;

    /**
     * Joins nothing yet.
     *
     * @param live groups that it may join
     */
    Seam(Replaying replay, SharedSubscriptions live, ReplayMemory memory) {
        this.replay = replay;
        this.client = replay.client();
        this.live = live;
        this.memory = memory;
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
        if (!memory.take(frame.bytes())) {
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
        memory.release(keptBytes);
        keptBytes = 0;
    }

    void join(SharedSubscription liveGroup) {
        group = liveGroup;
        live.join(liveGroup, replay.name(), this);
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

    void leave() {
        if (group != null) {
            live.leave(group, replay.name(), this);
        }
        group = null;
        letGo();
        overflowed = false;
    }
}
