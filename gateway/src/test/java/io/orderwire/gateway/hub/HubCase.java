package io.orderwire.gateway.hub;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.gateway.JsonView;
import io.orderwire.gateway.OrderMaker;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.RequestReader;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.sequence.CursorSource;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.ClientLimits;
import io.orderwire.gateway.session.IoThread;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.WorkMetrics;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Message;
import io.orderwire.websocket.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A hub, clients whose sockets accept everything at once, and a clock that advances only on request. */
public abstract class HubCase {
    protected static final long SUBSCRIPTION_BYTES = 64 << 10;
    public static final String USER = OrderMaker.user(1);

    protected final OrderMaker maker = new OrderMaker(1, 4);
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    protected final IoThread ioThread = new IoThread(new OneByOne());
    private final RequestReader requests = new RequestReader(20);
    private final RecordView view = new RecordView();
    private long nowNanos = TimeUnit.HOURS.toNanos(1);
    private long tickNanos;
    private int read;
    protected final Hub hub;

    /** Runs tasks at once, but none within another: each turn of an I/O thread may ask for the next one. */
    private static final class OneByOne implements Executor {
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private boolean running;

        @Override
        public void execute(Runnable added) {
            tasks.add(added);
            if (running) {
                return;
            }
            running = true;
            try {
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            } finally {
                running = false;
            }
        }
    }

    /** Makes the part that handles subscriptions that begin in the past. */
    public interface Past {
        PastSubscriptions of(Streams streams, LongSupplier nanoTime, GatewayMetrics metrics);
    }

    HubCase() {
        this(new Hub.WorkLimits(1_000, 1_000, 1_000));
    }

    HubCase(Hub.WorkLimits work) {
        this(work, (streams, nanoTime, metrics) -> new NoPast());
    }

    protected HubCase(Past past) {
        this(new Hub.WorkLimits(1_000, 1_000, 1_000), past);
    }

    private HubCase(Hub.WorkLimits work, Past past) {
        Hub.Setup setup = new Hub.Setup(
                4_096,
                20,
                4,
                new Hub.SubscriptionBytes(2 * SUBSCRIPTION_BYTES, 3 * SUBSCRIPTION_BYTES, SUBSCRIPTION_BYTES * 1_000),
                work);
        GatewayMetrics metrics = new GatewayMetrics(meters);
        LongSupplier nanoTime = () -> nowNanos += tickNanos;
        LiveStreams streams = new LiveStreams(setup, new Cursors(), Clock.systemUTC(), nanoTime, metrics);
        hub = new Hub(
                setup,
                streams,
                past.of(streams, nanoTime, metrics),
                new RecentOrders(2 << 20),
                new Hub.Surroundings(
                        () -> {},
                        () -> "{\"stats\":1}".getBytes(StandardCharsets.UTF_8),
                        ioThread::flush,
                        nanoTime,
                        new WorkMetrics(meters)),
                metrics);
    }

    /** Cursors that contain the number of orders that were read. */
    private final class Cursors implements CursorSource {
        @Override
        public String cursor() {
            return "cursor-" + read;
        }

        @Override
        public String cursorBefore() {
            return "before-" + read;
        }
    }

    /** A connection whose socket accepts everything at once. */
    public final class Connection implements Transport {
        public final List<String> messages = new ArrayList<>();
        final List<byte[]> rests = new ArrayList<>();
        public final Client client;

        public Connection() {
            this(Payer.UNKNOWN, 3);
        }

        Connection(int subscriptions) {
            this(Payer.UNKNOWN, subscriptions);
        }

        public Connection(Payer payer) {
            this(payer, 3);
        }

        private Connection(Payer payer, int subscriptions) {
            client = new Client(
                    this,
                    ioThread,
                    payer,
                    new Client.Setup(
                            new ClientLimits(
                                    new ClientLimits.Queue(2_000, 4 << 20),
                                    new ClientLimits.Times(1_000, 1_000, 1_000, 1_000),
                                    new ClientLimits.Messages(100, 100, 1_000),
                                    new ClientLimits.Subscriptions(
                                            subscriptions, SUBSCRIPTION_BYTES / 2 * subscriptions)),
                            new SendMemory(4 << 20),
                            () -> nowNanos,
                            n -> {}));
        }

        @Override
        public void send(Message message, Runnable sent) {
            rests.add(message.plain().rest().array());
            messages.add(StandardCharsets.UTF_8.decode(message.text()).toString());
            sent.run();
        }

        @Override
        public void ping() {}

        @Override
        public void close(int code, String reason) {
            messages.add("close " + code);
        }

        @Override
        public void cut() {}

        public List<String> say(String method, String subscription) {
            messages.clear();
            hub.request(client, requests.read("{\"method\":\"" + method + "\",\"subscription\":" + subscription + "}"));
            hub.runTasks();
            ioThread.flush();
            return List.copyOf(messages);
        }

        public List<String> subscribe(String subscription) {
            return say("subscribe", subscription);
        }

        public List<String> take() {
            List<String> taken = List.copyOf(messages);
            messages.clear();
            return taken;
        }
    }

    protected final Made feed(Made made) {
        read++;
        view.turnTo(made.key(), made.value(), read);
        hub.order(view);
        return made;
    }

    protected final void late(Made made) {
        view.turnTo(made.key(), made.value(), 0);
        hub.late(view);
    }

    public final double gauge(String name) {
        return meters.get("orderwire.gateway." + name).gauge().value();
    }

    /** From now on the clock advances by {@code ms} on each read. */
    protected final void letLooksTake(long ms) {
        tickNanos = TimeUnit.MILLISECONDS.toNanos(ms);
    }

    protected final void pass(long ms) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(ms);
        hub.endOfBatch();
    }

    protected static List<String> orders(List<String> frames) {
        List<String> orders = new ArrayList<>();
        frames.forEach(frame -> orders.addAll(JsonView.elements(JsonView.at(frame, "data", "orders"))));
        return orders;
    }
}
