package io.orderwire.gateway.hub;

import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.GapsFrame;
import io.orderwire.gateway.protocol.Request;
import io.orderwire.gateway.read.LivePosition;
import io.orderwire.gateway.read.LiveSink;
import io.orderwire.gateway.read.Replay;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.sequence.CursorSource;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.WorkMetrics;
import io.orderwire.runtime.agent.Mailbox;
import io.orderwire.runtime.agent.OwnerCheck;
import io.orderwire.websocket.frame.CloseCode;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything between the agent that reads orders and the connections. The agent works on it; other threads send it tasks
 * through a {@link Mailbox}.
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
     * Who reads for it.
     *
     * @param topic of orders
     * @param position how far the live stream is
     * @param wake wakes the reading thread, for what was handed in
     * @param replays reads the past for those who ask for it
     * @param limits of those
     */
    public record Readers(
            String topic, LivePosition position, Runnable wake, Consumer<Replay> replays, ReplayLimits limits) {}

    private static final long TASKS_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    /** Tasks that may wait, of about 200 bytes each; the bytes of a request count in the backlog of the clients. */
    static final int MOST_TASKS = 65_536;

    private final OwnerCheck owner = new OwnerCheck("the fan-out");
    private final Mailbox<Runnable> tasks = new Mailbox<>(MOST_TASKS);
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final RecentOrders recent;
    private final SharedSubscriptions groups;
    private final Broadcasts broadcasts;
    private final Subscriptions subscriptions;
    private final WorkClock workClock;
    private final Runnable flushLanes;
    private final Function<Readers, Replays> replays;
    private final GatewayMetrics metrics;
    private final LongSupplier nanoTime;

    /**
     * Ready to be read into.
     *
     * @param recent keeps what was read
     * @param cursor where the reading thread stands
     * @param figures the pipeline's figures of the moment, JSON
     * @param flushLanes wakes the I/O threads that have something to send
     */
    public Hub(
            Setup setup,
            RecentOrders recent,
            CursorSource cursor,
            Supplier<byte[]> figures,
            Runnable flushLanes,
            Clock clock,
            LongSupplier nanoTime,
            GatewayMetrics metrics,
            WorkMetrics work) {
        this.recent = recent;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        FrameSource source = new FrameSource(cursor, clock, setup.frameBytes, setup.partitions);
        this.groups = new SharedSubscriptions(source, setup.updatesBatchMs, setup.partitions, nanoTime, metrics);
        this.broadcasts = new Broadcasts(() -> Answers.pipeline(figures.get()));
        this.workClock = new WorkClock(nanoTime);
        this.subscriptions = new Subscriptions(
                groups, broadcasts, setup.subscriptions, new WorkBudget(setup.work, workClock), metrics, work);
        this.flushLanes = flushLanes;
        metrics.watchTasks(tasks::size, tasks.capacity());
        this.replays =
                readers -> new Replays(readers, groups, this::submit, setup.frameBytes, clock, nanoTime, metrics);
    }

    /** Sets the readers; to be called before anything is handed in. */
    public void readBy(Readers readers) {
        tasks.wakeWith(readers.wake);
        subscriptions.replayWith(replays.apply(readers));
    }

    /** Hands in a request; any thread. */
    public void request(Client client, Request request) {
        int length = request.length();
        if (!client.admitRequest(length, tasks.room())) {
            return;
        }
        submit(() -> {
            client.requestDone(length);
            if (!client.attempt(() -> handle(client, request))) {
                groups.dropEmpty();
            }
        });
    }

    private void handle(Client client, Request request) {
        WorkAccount debtor = subscriptions.charge(client, (long) request.length() * Work.CHARACTER);
        if (debtor != null) {
            client.close(CloseCode.RATE, debtor.limit());
            return;
        }
        if (request instanceof Request.Subscribe subscribe) {
            subscriptions.subscribe(client, subscribe.spec(), subscribe.json());
        } else if (request instanceof Request.Unsubscribe unsubscribe) {
            subscriptions.unsubscribe(client, unsubscribe.spec(), unsubscribe.json());
        } else if (request instanceof Request.Refused refused) {
            client.offer(null, Answers.error(refused.error(), refused.detail()));
        } else if (request instanceof Request.Post post) {
            client.offer(null, Answers.postRefused(post.id()));
        } else {
            client.offer(null, Answers.pong());
        }
    }

    /** A client has gone; any thread. */
    public void gone(Client client) {
        submit(() -> {
            if (!subscriptions.leave(client)) {
                gone(client);
            }
        });
    }

    /** A second has passed; any thread. */
    public void tick() {
        if (ticking.compareAndSet(false, true)) {
            submit(() -> {
                ticking.set(false);
                broadcast(broadcasts::tellFigures);
                subscriptions.tick();
            });
        }
    }

    /** Broadcasts a loss, a JSON object; any thread except the reading one, since this waits for room in the mailbox. */
    public void gapKnown(byte[] json) {
        Frame frame = new GapsFrame(json);
        tasks.put(() -> broadcast(() -> broadcasts.tellGap(frame)));
    }

    /** Counts a broadcast that fails, so that it does not end the reading thread. */
    private void broadcast(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | StackOverflowError e) {
            metrics.broadcastFailed();
            log.error("a message to many could not be made", e);
        }
    }

    /** Sends each subscription its last frame, and then runs {@code farewell}; any thread. */
    public void stop(Runnable farewell) {
        tasks.close();
        submit(() -> {
            groups.flushAll();
            farewell.run();
        });
    }

    /**
     * Adds a task whose number its source bounds: a request only comes while there is room, a client leaves once, a replay
     * takes one step at a time, and one tick waits at most.
     */
    private void submit(Runnable task) {
        tasks.force(task);
    }

    /** For some milliseconds at most: others wait for the orders that come next, those who send many requests too. */
    @Override
    public boolean runTasks() {
        owner.check();
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        long endNanos = nanoTime.getAsLong() + TASKS_NANOS;
        while (task != null) {
            task.run();
            task = nanoTime.getAsLong() - endNanos < 0 ? tasks.poll() : null;
        }
        return true;
    }

    @Override
    public boolean hasTasks() {
        return tasks.size() > 0;
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
        flushLanes.run();
    }

    @Override
    public long nanosToNextDue(long most) {
        return groups.nanosToNextDue(most);
    }
}
