package io.orderwire.gateway.hub;

import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.GapsFrame;
import io.orderwire.gateway.protocol.Request;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.source.LiveSink;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.WorkMetrics;
import io.orderwire.runtime.agent.Mailbox;
import io.orderwire.runtime.agent.OwnerCheck;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything between the agent that reads orders and the connections. The agent works on it; other threads send it typed
 * messages through a {@link Mailbox}. The next station is the {@link io.orderwire.gateway.session session} of each client.
 */
public final class Hub implements LiveSink {
    private static final Logger log = LoggerFactory.getLogger(Hub.class);

    /**
     * What it is set up with.
     *
     * @param frameBytes longest message, but for an order that alone is longer
     * @param updatesBatchMs longest wait of an update for others of its user
     * @param partitions of the topic of orders
     * @param subscriptions memory that they may take
     * @param work that may be done for clients
     */
    public record Setup(
            int frameBytes, int updatesBatchMs, int partitions, SubscriptionBytes subscriptions, WorkLimits work) {}

    /**
     * Bounds of the memory of subscriptions.
     *
     * @param ofAddress of all clients of an address
     * @param ofToken of all clients with the same token
     * @param ofAll of all clients
     */
    public record SubscriptionBytes(long ofAddress, long ofToken, long ofAll) {}

    /**
     * Bounds of the reading thread's work, estimated milliseconds a second.
     *
     * @param clientMs for one client
     * @param addressMs for all clients of an address
     * @param tokenMs for all clients with the same token
     */
    public record WorkLimits(int clientMs, int addressMs, int tokenMs) {}

    /**
     * What surrounds the hub.
     *
     * @param wake wakes the hub's thread for a message
     * @param figures the pipeline's figures of the moment, JSON
     * @param flushIoThreads wakes the I/O threads that have something to send
     * @param nanoTime monotonic time
     * @param work counts the work for clients
     */
    public record Surroundings(
            Runnable wake,
            Supplier<byte[]> figures,
            Runnable flushIoThreads,
            LongSupplier nanoTime,
            WorkMetrics work) {}

    /** Requests and losses that may wait, of about 200 bytes each; the bytes of a request count for its client. */
    private static final int CAPACITY = 65_536;

    private static final long TASKS_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final OwnerCheck owner = new OwnerCheck("the hub");
    private final Mailbox<HubMessage> mailbox;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final RecentOrders recent;
    private final SharedSubscriptions groups;
    private final Broadcasts broadcasts;
    private final Subscriptions subscriptions;
    private final Requests requests;
    private final WorkClock workClock;
    private final Runnable flushIoThreads;
    private final GatewayMetrics metrics;
    private final LongSupplier nanoTime;

    /**
     * Ready for records and messages.
     *
     * @param streams the live stream, which this hub feeds
     * @param past takes the subscriptions that begin in the past
     */
    public Hub(
            Setup setup,
            LiveStreams streams,
            PastSubscriptions past,
            RecentOrders recent,
            Surroundings surroundings,
            GatewayMetrics metrics) {
        this.recent = recent;
        this.metrics = metrics;
        this.nanoTime = surroundings.nanoTime;
        this.flushIoThreads = surroundings.flushIoThreads;
        this.groups = streams.live();
        this.broadcasts = new Broadcasts(() -> Answers.pipeline(surroundings.figures.get()));
        this.workClock = new WorkClock(nanoTime);
        WorkBudget budget = new WorkBudget(setup.work, workClock);
        HeldByClients clients = new HeldByClients(setup.subscriptions, budget, metrics);
        ClientWork work = new ClientWork(groups, budget, clients, surroundings.work);
        this.subscriptions = new Subscriptions(groups, broadcasts, clients, work, past, metrics);
        this.requests = new Requests(subscriptions, work);
        this.mailbox = new Mailbox<>(CAPACITY, surroundings.wake);
        metrics.hub().watchTasks(mailbox::size, CAPACITY);
    }

    /** Hands in a request; any thread. Those that wait are bounded here and for each client. */
    public void request(Client client, Request request) {
        if (client.admitRequest(request.length(), mailbox.room())) {
            mailbox.force(new HubMessage.Asked(client, request));
        }
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
            broadcast(broadcasts::sendStats);
            subscriptions.tick();
        } else if (message instanceof HubMessage.LossKnown loss) {
            broadcast(() -> broadcasts.sendGap(loss.frame()));
        } else if (message instanceof HubMessage.Stop stop) {
            groups.flushAll();
            stop.farewell().run();
        }
    }

    /** A client has gone, which it does once; any thread. */
    public void gone(Client client) {
        mailbox.force(new HubMessage.Gone(client));
    }

    /** A second has passed; any thread. One tick waits at most. */
    public void tick() {
        if (ticking.compareAndSet(false, true)) {
            mailbox.force(new HubMessage.Tick());
        }
    }

    /** Broadcasts a loss, a JSON object; any thread except the hub's, since this waits for room in the mailbox. */
    public void gapKnown(byte[] json) {
        mailbox.put(new HubMessage.LossKnown(new GapsFrame(json)));
    }

    /** Counts a broadcast that fails, so that it does not end the reading thread. */
    private void broadcast(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | StackOverflowError e) {
            metrics.hub().broadcastFailed();
            log.error("a message to many could not be made", e);
        }
    }

    /** Sends each subscription its last frame, and then runs {@code farewell}; any thread. */
    public void stop(Runnable farewell) {
        mailbox.close();
        mailbox.force(new HubMessage.Stop(farewell));
    }

    /**
     * For some milliseconds at most: others wait for the orders that come next, those who send many requests too. Requests
     * and the messages of the thread that reads the past take turns.
     */
    @Override
    public boolean runTasks() {
        owner.check();
        if (!hasTasks()) {
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

    @Override
    public boolean hasTasks() {
        return mailbox.size() > 0 || subscriptions.hasPast();
    }

    @Override
    public void order(RecordView order) {
        recent.add(order);
        workClock.order(order.timestampMs());
        try {
            groups.order(order);
        } finally {
            settleWorkIfDue();
        }
    }

    private void settleWorkIfDue() {
        if (groups.hasUnsettledWork()) {
            subscriptions.settleWork();
        }
    }

    @Override
    public void late(RecordView order) {
        recent.add(order);
        groups.late(order);
        settleWorkIfDue();
    }

    @Override
    public void gap(int partition, String json) {
        groups.gap(partition, json);
        settleWorkIfDue();
    }

    @Override
    public void endOfBatch() {
        owner.check();
        groups.flushDue();
        settleWorkIfDue();
        flushIoThreads.run();
    }

    @Override
    public long nanosToNextDue(long most) {
        return groups.nanosToNextDue(most);
    }
}
