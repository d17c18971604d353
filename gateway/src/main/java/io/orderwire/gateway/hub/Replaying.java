package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.read.Replay;
import io.orderwire.gateway.read.ReplayEnd;
import io.orderwire.gateway.read.Track;
import io.orderwire.gateway.sequence.CursorSource;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.session.Subscription;
import io.orderwire.websocket.limit.Payer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that begins in the past. It has batches and frames of its own, with cursors of its own, until it has come
 * near the live stream. Then it joins a live group, and passes on its frames when the last one of its own is out. Its frames
 * are written by the thread that has it; that it ends, anyone may say.
 */
final class Replaying implements Replay {
    /** A client that takes nothing for so long is not waited for. */
    private static final long NO_ROOM_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** In the public API's words, by which clients find the request. */
    private static final RefusedSubscription NOT_BEGUN =
            new RefusedSubscription("Invalid subscription", "it was unsubscribed before it had begun");

    private final Client client;
    private final Subscription subscription;
    private final @Nullable String id;
    private final Replays replays;
    private final Seam seam;
    private final JoinAttempts attempts;
    private final Bill bill;
    private final long heldMemory;
    private final long askedNanos;
    private SubscriptionSpec spec;
    private String json;
    private @Nullable Past past;
    private boolean room = true;
    private boolean answered;
    private boolean roomless;
    private long roomlessSinceNanos;
    private long remembered;
    private volatile boolean ended;

    /**
     * What it needs to be read, made by the thread that reads it, and no longer needed when it has caught up.
     *
     * @param own groups in which it is alone
     */
    private record Past(SharedSubscriptions own, Track track) {}

    /** Not begun; {@code id} is the name that its frames bear, null if they bear none. */
    Replaying(
            Client client,
            Subscription subscription,
            SubscriptionSpec spec,
            @Nullable String id,
            String json,
            Bill bill,
            Replays replays) {
        this.client = client;
        this.subscription = subscription;
        this.spec = spec;
        this.id = id;
        this.json = json;
        this.replays = replays;
        this.bill = bill;
        this.seam = new Seam(this, replays.live(), replays.memory());
        this.attempts = new JoinAttempts(replays.patienceMs());
        this.heldMemory = (long) SubscriptionSpec.LEAST_MEMORY + json.length();
        this.askedNanos = replays.nanos();
    }

    /** The client's place in the group that is its own. */
    private final class Own implements Subscriber {
        @Override
        public void take(Frame frame) {
            offer(frame);
            client.flush();
            lookForRoom();
        }

        @Override
        public void failed(Throwable failure) {
            Replaying.this.failed(failure);
        }
    }

    /** Once it has ended, nothing more goes out. */
    synchronized void offer(Frame frame) {
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

    SubscriptionSpec spec() {
        return spec;
    }

    /** What its frames bear, empty if they bear no name. */
    String name() {
        return id == null ? "" : id;
    }

    /** Who pays once it is a part of the live stream. */
    Bill bill() {
        return bill;
    }

    String json() {
        return json;
    }

    /** When its client asked for it. */
    long askedNanos() {
        return askedNanos;
    }

    /** Memory that it takes even while it waits. */
    long heldMemory() {
        return heldMemory;
    }

    /** Memory that it takes besides as soon as it is read. */
    long readMemory() {
        return replays.readMemory();
    }

    JoinAttempts attempts() {
        return attempts;
    }

    /** On the reading thread. */
    void join(SharedSubscription live) {
        seam.join(live);
    }

    /** On the reading thread, once all of its own is out; see {@link Seam#open()}. */
    boolean openSeam() {
        if (!seam.open()) {
            return false;
        }
        forget();
        past = null;
        return true;
    }

    /** It may stay for long, as a part of the live stream or in a queue: what it began with is not kept. */
    private synchronized void forget() {
        replays.memory().release(remembered);
        remembered = 0;
        json = "";
        spec = spec.withoutStart();
    }

    /** It is not to become a part of the live stream here, and may try again. On the reading thread. */
    void leaveSeam() {
        seam.leave();
    }

    /** Its client gets another answer than that it has begun. */
    synchronized void refused() {
        answered = true;
    }

    /** Nobody wants it any more; its client still waits for an answer if it had not begun. On the reading thread. */
    void end() {
        synchronized (this) {
            if (!answered) {
                answered = true;
                client.offer(null, NOT_BEGUN.of(json));
            }
            ended = true;
        }
        forget();
        seam.leave();
        replays.ended(this);
    }

    /** Nothing is read for it; its client is told so otherwise. */
    synchronized void withdraw() {
        ended = true;
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
    public void ended(ReplayEnd end) {
        boolean first;
        synchronized (this) {
            first = !ended;
            ended = true;
        }
        if (first) {
            replays.end(this, end);
        }
    }

    private Past past() {
        Past current = past;
        if (current == null) {
            SharedSubscriptions own = replays.ownGroups(new Cursors());
            current = new Past(own, replays.track(own, spec));
            own.join(replays.group(own, spec, Bill.NONE), name(), new Own());
            past = current;
        }
        return current;
    }

    /** Those of the track, which takes the groups as its sink. */
    private final class Cursors implements CursorSource {
        @Override
        public String cursor() {
            return track().cursor();
        }

        @Override
        public String cursorBefore() {
            return track().cursorBefore();
        }
    }

    @Override
    public Track track() {
        return past().track;
    }

    @Override
    public StartPosition from() {
        return spec.from();
    }

    /** Those with a token share it; of one without token and address nothing is known but that it is one client. */
    @Override
    public Object payer() {
        Payer payer = client.payer();
        if (payer.token() != null) {
            return payer.token();
        }
        return payer.address() == null ? client : payer.address();
    }

    @Override
    public boolean isWanted() {
        return !ended;
    }

    @Override
    public synchronized void begun() {
        if (!ended) {
            answered = true;
            client.offer(null, Answers.subscribed(json, replays.givenId(spec, id), track().cursor()));
            client.flush();
        }
    }

    @Override
    public boolean lookForRoom() {
        room = client.isNearlyIdle(replays.memory().share());
        long now = replays.nanos();
        if (!room && roomless && now - roomlessSinceNanos > NO_ROOM_NANOS) {
            ended(new ReplayEnd(
                    ReplayEnd.Why.SLOW,
                    "this connection has not been read far enough for more than "
                            + TimeUnit.NANOSECONDS.toSeconds(NO_ROOM_NANOS)
                            + " s; subscribe again with the cursor of the last frame, with fewer other subscriptions"));
        } else if (room || !roomless) {
            roomless = !room;
            roomlessSinceNanos = now;
        }
        return room;
    }

    @Override
    public boolean hasRoom() {
        return room;
    }

    @Override
    public void endOfBatch() {
        Past current = past;
        if (current != null && current.track.hasBegun()) {
            current.own.flushDue();
            if (!remembers(current.track.memory())) {
                ended(new ReplayEnd(
                        ReplayEnd.Why.MEMORY,
                        "all together take " + replays.memory().taken() + " of "
                                + replays.memory().most()
                                + " bytes (gateway.replay.bytes); subscribe again with the cursor of the last frame"));
            }
        }
    }

    private synchronized boolean remembers(long bytes) {
        long more = ended ? 0 : bytes - remembered;
        if (more > 0 && !replays.memory().take(more)) {
            return false;
        }
        if (more < 0) {
            replays.memory().release(-more);
        }
        remembered += more;
        return true;
    }

    @Override
    public boolean mayJoin() {
        return !ended && attempts.mayTry(replays.nanos());
    }

    @Override
    public void nearlyLive() {
        past().own.flushDue();
        replays.join(this);
    }

    @Override
    public void reachedLive() {
        past().own.flushAll();
        replays.reached(this);
    }

    @Override
    public void stopping() {
        Past current = past;
        if (current != null && current.track.hasBegun()) {
            current.own.flushAll();
        }
    }
}
