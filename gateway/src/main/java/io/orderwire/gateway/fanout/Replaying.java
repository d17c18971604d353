package io.orderwire.gateway.fanout;

import io.orderwire.gateway.client.Client;
import io.orderwire.gateway.client.Frame;
import io.orderwire.gateway.client.Subscription;
import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.read.CursorSource;
import io.orderwire.gateway.read.Replay;
import io.orderwire.gateway.read.Track;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to {@code orders} that begins in the past. It has batches and frames of its own, with cursors of its own,
 * until it has come near the live stream. Then it joins a live group, whose frames are kept until the last one of its own
 * is out, and from then on passed on as they come. Its frames are written by the thread that has it; that it ends, anyone
 * may say.
 */
final class Replaying implements Replay {
    /** A replay fills its frames: nobody waits for them. */
    private static final int BATCH_MS = 1;

    /** In the public API's words, by which clients find the request. */
    private static final Refusal NOT_BEGUN =
            new Refusal("Invalid subscription", "it was unsubscribed before it had begun");

    private final Client client;
    private final Subscription subscription = Subscription.tellingInFrames();
    private final SubscriptionSpec.Orders spec;
    private final String id;
    private final String json;
    private final Replays replays;
    private final Groups own;
    private final Track track;
    private final Seam seam = new Seam();
    private Bill bill = Bill.NONE;
    private boolean room = true;
    private boolean answered;
    private volatile boolean ended;

    /** Not begun; {@code id} is the name that its frames bear. */
    Replaying(Client client, SubscriptionSpec.Orders spec, String id, String json, Replays replays) {
        this.client = client;
        this.spec = spec;
        this.id = id;
        this.json = json;
        this.replays = replays;
        this.own = replays.ownGroups(new Cursors());
        this.track = replays.track(own);
        SubscriptionSpec.Orders batched =
                new SubscriptionSpec.Orders(id, spec.filter(), BATCH_MS, StartPosition.LATEST, spec.frameBytes());
        own.join(own.ordersGroup(batched, Bill.NONE), id, new Own());
    }

    /** Those of the track, which takes the groups as its sink. */
    private final class Cursors implements CursorSource {
        @Override
        public String cursor() {
            return track.cursor();
        }

        @Override
        public String cursorBefore() {
            return track.cursorBefore();
        }
    }

    private String cursor() {
        return track.cursor();
    }

    /** The client's place in the group that is its own. */
    private final class Own implements Recipient {
        @Override
        public void take(Frame frame) {
            send(frame);
        }

        @Override
        public void failed(Throwable failure) {
            Replaying.this.failed(failure);
        }
    }

    /** A client's place in a live group. Used by the reading thread. */
    private final class Seam implements Recipient {
        private final Deque<Frame> kept = new ArrayDeque<>();
        private @Nullable Group group;
        private long keptBytes;
        private boolean overflowed;
        private boolean open;

        @Override
        public void take(Frame frame) {
            if (open) {
                offer(frame);
                return;
            }
            if (overflowed) {
                return;
            }
            kept.add(frame);
            client.keep(frame);
            keptBytes += frame.bytes();
            if (!client.mayKeep(kept.size(), keptBytes)) {
                overflowed = true;
                letGo();
            }
        }

        @Override
        public void failed(Throwable failure) {
            Replaying.this.failed(failure);
        }

        @Override
        public Bill bill() {
            return bill;
        }

        private void letGo() {
            kept.forEach(client::letGo);
            kept.clear();
            keptBytes = 0;
        }

        void join(Group live) {
            group = live;
            replays.live().join(live, id, this);
        }

        /** True when it is a part of the live stream from now on; else it has missed some of it. */
        boolean open() {
            if (overflowed) {
                return false;
            }
            open = true;
            kept.forEach(Replaying.this::offer);
            letGo();
            return true;
        }

        void leave() {
            if (group != null) {
                replays.live().leave(group, id, this);
            }
            group = null;
            letGo();
            overflowed = false;
        }
    }

    private void send(Frame frame) {
        offer(frame);
        client.flush();
        room = room && client.hasRoom();
    }

    /** Once it has ended, nothing more goes out. */
    private synchronized void offer(Frame frame) {
        if (!ended) {
            client.offer(subscription, frame);
        }
    }

    Client client() {
        return client;
    }

    Subscription subscription() {
        return subscription;
    }

    SubscriptionSpec.Orders spec() {
        return spec;
    }

    String id() {
        return id;
    }

    String json() {
        return json;
    }

    /** Sets who pays once it is a part of the live stream. On the reading thread. */
    void billTo(Bill payer) {
        bill = payer;
    }

    Bill bill() {
        return bill;
    }

    /** On the reading thread. */
    void join(Group live) {
        seam.join(live);
    }

    /** On the reading thread, once all of its own is out; see {@link Seam#open()}. */
    boolean openSeam() {
        return seam.open();
    }

    /** It is not to become a part of the live stream here, and may try again. On the reading thread. */
    void leaveSeam() {
        seam.leave();
    }

    /** Nobody wants it any more; its client still waits for an answer if it had not begun. On the reading thread. */
    void end() {
        synchronized (this) {
            if (!ended && !answered) {
                client.offer(null, NOT_BEGUN.of(json));
            }
            ended = true;
        }
        seam.leave();
        replays.ended(this);
    }

    /** Nothing more is read for it; its client is closed, and it ends with all else of that. Any thread. */
    @Override
    public void failed(Throwable failure) {
        synchronized (this) {
            ended = true;
        }
        client.failed(failure);
    }

    @Override
    public Track track() {
        return track;
    }

    @Override
    public StartPosition from() {
        return spec.from();
    }

    @Override
    public boolean isWanted() {
        return !ended;
    }

    @Override
    public synchronized void begun() {
        if (!ended) {
            answered = true;
            client.offer(null, Answers.subscribed(json, spec.id() == null ? id : null, cursor()));
            client.flush();
        }
    }

    @Override
    public boolean lookForRoom() {
        room = client.isNearlyIdle(replays.share());
        return room;
    }

    @Override
    public boolean hasRoom() {
        return room;
    }

    @Override
    public void endOfBatch() {
        own.flushDue();
    }

    @Override
    public void nearlyLive() {
        own.flushDue();
        replays.join(this);
    }

    @Override
    public void reachedLive() {
        own.flushAll();
        replays.reached(this);
    }

    @Override
    public void stopping() {
        own.flushAll();
    }
}
