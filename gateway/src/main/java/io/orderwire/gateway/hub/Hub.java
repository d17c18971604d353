package io.orderwire.gateway.hub;

import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.Request;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.source.LiveSink;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.WorkMetrics;
import io.orderwire.runtime.agent.OwnerCheck;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Everything between the agent that reads orders and the connections. The agent works on it; other threads send it typed
 * messages through a {@link HubMailbox}. The next station is the {@link io.orderwire.gateway.session session} of each client.
 */
public final class Hub implements LiveSink {
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

    private final OwnerCheck owner = new OwnerCheck("the hub");
    private final HubMailbox mailbox;
    private final RecentOrders recent;
    private final SharedSubscriptions groups;
    private final Subscriptions subscriptions;
    private final WorkClock workClock;
    private final Runnable flushIoThreads;

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
        this.flushIoThreads = surroundings.flushIoThreads;
        this.groups = streams.live();
        Broadcasts broadcasts = new Broadcasts(() -> Answers.pipeline(surroundings.figures.get()), metrics);
        this.workClock = new WorkClock(surroundings.nanoTime);
        WorkBudget budget = new WorkBudget(setup.work, workClock);
        HeldByClients clients = new HeldByClients(setup.subscriptions, budget, metrics);
        ClientWork work = new ClientWork(groups, budget, clients, surroundings.work);
        this.subscriptions = new Subscriptions(groups, broadcasts, clients, work, past, metrics);
        Requests requests = new Requests(subscriptions, work);
        this.mailbox =
                new HubMailbox(groups, broadcasts, subscriptions, requests, surroundings.wake, surroundings.nanoTime);
        metrics.hub().watchTasks(mailbox::size, HubMailbox.CAPACITY);
    }

    /** Hands in a request; any thread. Those that wait are bounded here and for each client. */
    public void request(Client client, Request request) {
        mailbox.request(client, request);
    }

    /** A client has gone, which it does once; any thread. */
    public void gone(Client client) {
        mailbox.gone(client);
    }

    /** A second has passed; any thread. One tick waits at most. */
    public void tick() {
        mailbox.tick();
    }

    /** Broadcasts a loss, a JSON object; any thread except the hub's, since this waits for room in the mailbox. */
    public void gapKnown(byte[] json) {
        mailbox.gapKnown(json);
    }

    /** Sends each subscription its last frame, and then runs {@code farewell}; any thread. */
    public void stop(Runnable farewell) {
        mailbox.stop(farewell);
    }

    @Override
    public boolean runTasks() {
        owner.check();
        return mailbox.handle();
    }

    @Override
    public boolean hasTasks() {
        return mailbox.hasMessages();
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
