package io.orderwire.gateway.replay;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.gateway.hub.Bill;
import io.orderwire.gateway.hub.PastSubscriptions;
import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.session.Subscription;
import io.orderwire.websocket.limit.Payer;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that begins in the past, with its client, its frames, and whether it has ended. Shared by both threads;
 * state of one thread is in {@link LiveHandover} and in {@link ReplayRun}. Thread-safe.
 */
final class Replay {
    /** Begins with the public API's words, by which clients find the request. */
    private static final Refusal NOT_BEGUN =
            new Refusal("Invalid subscription", "it was unsubscribed before it had begun");

    private final Client client;
    private final Subscription subscription;
    private final @Nullable String id;
    private final @Nullable String givenId;
    private final Bill bill;
    private final ReplayMemory memory;
    private final long heldMemory;
    private final long askedNanos;

    @GuardedBy("this")
    private SubscriptionSpec spec;

    @GuardedBy("this")
    private String json;

    @GuardedBy("this")
    private boolean answered;

    @GuardedBy("this")
    private long remembered;

    private volatile boolean ended;

    /**
     * Not begun.
     *
     * @param memory that all replays share
     * @param askedNanos when its client asked for it
     */
    Replay(PastSubscriptions.Request request, ReplayMemory memory, long askedNanos) {
        this.client = request.client();
        this.subscription = request.subscription();
        this.spec = request.spec();
        this.id = request.id();
        this.givenId = spec instanceof SubscriptionSpec.Orders orders && orders.id() == null ? id : null;
        this.json = request.json();
        this.bill = request.bill();
        this.memory = memory;
        this.heldMemory = (long) SubscriptionSpec.LEAST_MEMORY + json.length();
        this.askedNanos = askedNanos;
    }

    Client client() {
        return client;
    }

    Subscription subscription() {
        return subscription;
    }

    synchronized SubscriptionSpec spec() {
        return spec;
    }

    /** The id in its frames, empty if they do not have one. */
    String name() {
        return id == null ? "" : id;
    }

    /** Pays for the subscription once it is a part of the live stream. */
    Bill bill() {
        return bill;
    }

    ReplayMemory memory() {
        return memory;
    }

    long askedNanos() {
        return askedNanos;
    }

    /** Memory that it takes even while it waits, bytes. */
    long heldMemory() {
        return heldMemory;
    }

    /** The key by which replays take turns: the token or the address; if neither is known, the client itself. */
    Object payer() {
        Payer payer = client.payer();
        if (payer.token() != null) {
            return payer.token();
        }
        return payer.address() == null ? client : payer.address();
    }

    /** Sends a frame, unless the replay has ended. */
    synchronized void offer(Frame frame) {
        if (!ended) {
            client.offer(subscription, frame);
        }
    }

    /** Answers the client: the subscription begins at that cursor. */
    synchronized void begun(String cursor) {
        if (!ended) {
            answered = true;
            client.offer(null, Answers.subscribed(json, givenId, cursor));
            client.flush();
        }
    }

    /** Returns the error for the client, which then does not get an acknowledgement. */
    synchronized PastSubscriptions.Ended refused(Refusal why) {
        answered = true;
        return new PastSubscriptions.Ended(client, subscription, spec, why.of(json));
    }

    /** Sets the memory of its state, bytes; returns false if a limit would be exceeded. */
    synchronized boolean remember(long bytes) {
        long more = ended ? 0 : bytes - remembered;
        if (more > 0 && !memory.take(more)) {
            return false;
        }
        if (more < 0) {
            memory.release(-more);
        }
        remembered += more;
        return true;
    }

    /**
     * Releases the state with which it began, because the replay may exist for long, as a part of the live stream or in a
     * queue.
     */
    synchronized void forget() {
        memory.release(remembered);
        remembered = 0;
        json = "";
        spec = spec.withoutStart();
    }

    /** Ends it at the client's request; answers the client if it still waits for an acknowledgement. */
    void end() {
        synchronized (this) {
            if (!answered) {
                answered = true;
                client.offer(null, NOT_BEGUN.of(json));
            }
            ended = true;
        }
        forget();
    }

    /** Stops sending; the caller answers the client. Returns false if it had already ended. */
    synchronized boolean withdraw() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    /** Closes the client, and so ends all its subscriptions. */
    void failed(Throwable failure) {
        withdraw();
        client.failed(failure);
    }

    /** Returns false once it has ended, so that nothing more is read for it. */
    boolean isWanted() {
        return !ended;
    }
}
