package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.GapsFrame;
import io.orderwire.gateway.protocol.Request;
import io.orderwire.gateway.session.Client;
import io.orderwire.runtime.agent.Mailbox;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The messages of other threads to the hub, and the work that they ask for: the hub's thread does some of it between two
 * polls. Messages are added by any thread.
 */
final class HubMailbox {
    /** Requests and losses that may wait, of about 200 bytes each; the bytes of a request count for its client. */
    static final int CAPACITY = 65_536;

    private static final long TASKS_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final Mailbox<HubMessage> mailbox;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final SharedSubscriptions groups;
    private final Broadcasts broadcasts;
    private final Subscriptions subscriptions;
    private final Requests requests;
    private final LongSupplier nanoTime;

    /** @param wake wakes the hub's thread for a message */
    HubMailbox(
            SharedSubscriptions groups,
            Broadcasts broadcasts,
            Subscriptions subscriptions,
            Requests requests,
            Runnable wake,
            LongSupplier nanoTime) {
        this.mailbox = new Mailbox<>(CAPACITY, wake);
        this.groups = groups;
        this.broadcasts = broadcasts;
        this.subscriptions = subscriptions;
        this.requests = requests;
        this.nanoTime = nanoTime;
    }

    /** Number of messages that wait. */
    int size() {
        return mailbox.size();
    }

    /** Adds a request, unless too many wait here or of its client. */
    void request(Client client, Request request) {
        if (client.admitRequest(request.length(), mailbox.room())) {
            mailbox.force(new HubMessage.Asked(client, request));
        }
    }

    /** A client has gone, which it does once. */
    void gone(Client client) {
        mailbox.force(new HubMessage.Gone(client));
    }

    /** A second has passed. One tick waits at most. */
    void tick() {
        if (ticking.compareAndSet(false, true)) {
            mailbox.force(new HubMessage.Tick());
        }
    }

    /** Adds a loss, a JSON object, to be broadcast; not on the hub's thread, since this waits for room. */
    void gapKnown(byte[] json) {
        mailbox.put(new HubMessage.LossKnown(new GapsFrame(json)));
    }

    /** Adds the last message, after which nothing waits for room any more. */
    void stop(Runnable farewell) {
        mailbox.close();
        mailbox.force(new HubMessage.Stop(farewell));
    }

    /** Whether a message waits, here or from the thread that reads the past; on the hub's thread. */
    boolean hasMessages() {
        return mailbox.size() > 0 || subscriptions.hasPast();
    }

    /**
     * Handles messages for some milliseconds at most, on the hub's thread: the next orders must not wait longer, however
     * many requests there are. Requests and the messages of the thread that reads the past take turns.
     *
     * @return false if no message waits
     */
    boolean handle() {
        if (!hasMessages()) {
            return false;
        }
        long endNanos = nanoTime.getAsLong() + TASKS_NANOS;
        boolean more = handleSome();
        while (more && nanoTime.getAsLong() - endNanos < 0) {
            more = handleSome();
        }
        return true;
    }

    /** A message of each kind; false if none waits. */
    private boolean handleSome() {
        HubMessage message = mailbox.poll();
        if (message != null) {
            handle(message);
        }
        return subscriptions.handlePast() || message != null;
    }

    private void handle(HubMessage message) {
        if (message instanceof HubMessage.Asked asked) {
            Client client = asked.client();
            client.requestDone(asked.request().length());
            if (!client.attempt(() -> requests.handle(client, asked.request()))) {
                groups.dropEmpty();
            }
        } else if (message instanceof HubMessage.Gone gone) {
            if (!subscriptions.leave(gone.client())) {
                mailbox.force(gone);
            }
        } else if (message instanceof HubMessage.Tick) {
            ticking.set(false);
            broadcasts.sendStats();
            subscriptions.tick();
        } else if (message instanceof HubMessage.LossKnown loss) {
            broadcasts.sendGap(loss.frame());
        } else if (message instanceof HubMessage.Stop stop) {
            groups.flushAll();
            stop.farewell().run();
        }
    }
}
