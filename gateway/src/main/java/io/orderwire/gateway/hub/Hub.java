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
 * Distributes orders to the connections, and handles the requests of clients. Owned by the agent that reads orders; other
 * threads send it typed messages through a {@link HubMailbox}. The next station is the
 * {@link io.orderwire.gateway.session session} of each client.
 */
public final class Hub implements LiveSink {
    /**
     * Settings of the hub.
     *
     * @param frameBytes maximum length of a frame in bytes, which only a frame with a single order may exceed
     * @param updatesBatchMs maximum time that an update waits for further updates of its user, milliseconds
     * @param partitions number of partitions of the topic of orders
     * @param subscriptions bounds of the memory of subscriptions
     * @param work bounds of the work for clients
     */
    public record Setup(
            int frameBytes, int updatesBatchMs, int partitions, SubscriptionBytes subscriptions, WorkLimits work) {}

    /**
     * Bounds of the memory of subscriptions, in bytes.
     *
     * @param ofAddress for all clients of an address
     * @param ofToken for all clients with the same token
     * @param ofAll for all clients
     */
    public record SubscriptionBytes(long ofAddress, long ofToken, long ofAll) {}

    /**
     * Bounds of the work of the hub's thread, in estimated milliseconds a second.
     *
     * @param clientMs for one client
     * @param addressMs for all clients of an address
     * @param tokenMs for all clients with the same token
     */
    public record WorkLimits(int clientMs, int addressMs, int tokenMs) {}

    /**
     * What the hub needs from the process.
     *
     * @param wake wakes the hub's thread when a message was added
     * @param figures returns the current stats of the pipeline, a JSON object
     * @param flushIoThreads wakes the I/O threads whose clients have queued messages
     * @param nanoTime monotonic time, nanoseconds
     * @param work meters of the work for clients
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
     * Creates a hub that can take records and messages.
     *
     * @param streams the live stream, which this hub feeds
     * @param past handles the subscriptions that begin in the past
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

    /** Adds a request of a client to the mailbox; any thread. Closes the client if its waiting requests exceed a bound. */
    public void request(Client client, Request request) {
        mailbox.request(client, request);
    }

    /** Ends the subscriptions of a client that has disconnected. Called once for each client; any thread. */
    public void gone(Client client) {
        mailbox.gone(client);
    }

    /** Starts the work of each second, such as sending stats. At most one tick waits; any thread. */
    public void tick() {
        mailbox.tick();
    }

    /** Broadcasts a loss, a JSON object. Any thread except the hub's, because the call waits for room in the mailbox. */
    public void gapKnown(byte[] json) {
        mailbox.gapKnown(json);
    }

    /**
     * Sends a last frame to each live subscription to orders, sends the updates that wait, and then runs
     * {@code farewell}. Any thread.
     */
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
