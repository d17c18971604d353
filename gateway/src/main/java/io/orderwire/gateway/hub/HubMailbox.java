package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.GapsFrame;
import io.orderwire.gateway.protocol.Request;
import io.orderwire.gateway.session.Client;
import io.orderwire.runtime.agent.Mailbox;
import io.orderwire.websocket.frame.CloseCode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The messages of other threads to the hub. Between two polls, the hub's thread handles them for a bounded time. Any
 * thread may add messages.
 */
final class HubMailbox {
    /**
     * Limit of waiting requests and losses, of about 200 bytes each without the text of the request, which counts as send
     * memory. Ticks, the stop and one message for each client that disconnects wait beyond this limit.
     */
    static final int CAPACITY = 65_536;

    /** Limit from which on a client may only have a few requests waiting; 16 each of 2,048 clients fill the rest. */
    private static final int UNRESERVED = CAPACITY / 2;

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

    /** Number of waiting messages. */
    int size() {
        return mailbox.size();
    }

    /** Adds a request, or closes its client if the waiting requests exceed a bound. */
    void request(Client client, Request request) {
        int room = Math.max(0, UNRESERVED - mailbox.size());
        if (client.admitRequest(request.length(), room) && !mailbox.offer(new HubMessage.Asked(client, request))) {
            client.requestDone(request.length());
            client.close(CloseCode.RATE, "too many requests wait");
        }
    }

    /** Adds a message that a client has disconnected. Called once for each client. */
    void gone(Client client) {
        mailbox.force(new HubMessage.Gone(client));
    }

    /** Adds the tick of a second, unless one already waits. */
    void tick() {
        if (ticking.compareAndSet(false, true)) {
            mailbox.force(new HubMessage.Tick());
        }
    }

    /**
     * Adds a loss, a JSON object, to be broadcast. Not on the hub's thread, because the call waits for room. A thread that
     * is interrupted while it waits is ending: it adds its last loss beyond the limit.
     */
    void gapKnown(byte[] json) {
        HubMessage loss = new HubMessage.LossKnown(new GapsFrame(json));
        if (!mailbox.put(loss)) {
            mailbox.force(loss);
        }
    }

    /** Adds the message to stop. From now on, no thread waits for room. */
    void stop(Runnable farewell) {
        mailbox.close();
        mailbox.force(new HubMessage.Stop(farewell));
    }

    /** Returns true if a message waits, here or from the replay agent. On the hub's thread. */
    boolean hasMessages() {
        return mailbox.size() > 0 || subscriptions.hasPast();
    }

    /**
     * Handles messages on the hub's thread. Begins no further message after about 4 ms, because the next orders must not
     * wait longer, however many requests there are. Messages of this mailbox and of the replay agent take turns.
     *
     * @return false if no message was waiting
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

    /** Handles at most one message of this mailbox and one of the replay agent; returns false if there was neither. */
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
