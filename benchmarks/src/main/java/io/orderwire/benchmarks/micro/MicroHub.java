package io.orderwire.benchmarks.micro;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.orderwire.gateway.hub.Hub;
import io.orderwire.gateway.hub.LiveStreams;
import io.orderwire.gateway.hub.PastSubscriptions;
import io.orderwire.gateway.protocol.RequestReader;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.protocol.TextFrame;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.ClientLimits;
import io.orderwire.gateway.session.IoThread;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.WorkMetrics;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Message;
import io.orderwire.websocket.transport.Transport;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The gateway's reading thread without Kafka and sockets: a hub, and clients that take everything at once. */
final class MicroHub {
    /** Of the topic of orders. */
    static final int PARTITIONS = 8;

    private static final int UNLIMITED = 1_000_000;

    private final IoThread lane = new IoThread(Runnable::run);
    private final GatewayMetrics metrics = new GatewayMetrics(new CompositeMeterRegistry());
    private final Hub.Setup setup = new Hub.Setup(
            1 << 16,
            20,
            PARTITIONS,
            new Hub.SubscriptionBytes(1 << 30, 1 << 30, 1 << 30),
            new Hub.WorkLimits(UNLIMITED, UNLIMITED, UNLIMITED));
    private final Hub hub = new Hub(
            setup,
            new LiveStreams(setup, () -> "x".repeat(150), Clock.systemUTC(), System::nanoTime, metrics),
            new NoPast(),
            new RecentOrders(2 << 20),
            new Hub.Surroundings(
                    () -> {},
                    () -> new byte[] {'{', '}'},
                    lane::flush,
                    System::nanoTime,
                    new WorkMetrics(new CompositeMeterRegistry())),
            metrics);

    /** All subscriptions here begin now. */
    private static final class NoPast implements PastSubscriptions {
        @Override
        public @Nullable TextFrame refusal(SubscriptionSpec spec, String json) {
            return null;
        }

        @Override
        public Answer begin(Request request) {
            throw new IllegalStateException("nobody reads the past");
        }

        @Override
        public boolean handleNext(java.util.function.Consumer<Ended> ended) {
            return false;
        }

        @Override
        public boolean hasMessages() {
            return false;
        }

        @Override
        public void tick(java.util.function.Consumer<Ended> ended) {
            // Nothing ever ends.
        }
    }

    /** A connection that takes everything at once. */
    private static final class Drain implements Transport {
        @Override
        public void send(Message message, Runnable sent) {
            sent.run();
        }

        @Override
        public void ping() {}

        @Override
        public void close(int code, String reason) {
            throw new IllegalStateException(code + " " + reason);
        }

        @Override
        public void cut() {}
    }

    Hub hub() {
        return hub;
    }

    GatewayMetrics metrics() {
        return metrics;
    }

    /** Adds a client with a subscription to orders with these members. */
    void add(String members) {
        Client client = new Client(
                new Drain(),
                lane,
                Payer.UNKNOWN,
                new Client.Setup(
                        new ClientLimits(
                                new ClientLimits.Queue(1 << 20, 1 << 30),
                                new ClientLimits.Times(10_000, 10_000, 1 << 30, 1 << 30),
                                new ClientLimits.Messages(10_000, 10_000, 1 << 16),
                                new ClientLimits.Subscriptions(10_000, 1 << 30)),
                        new SendMemory(1 << 30),
                        System::nanoTime,
                        dropped -> {}));
        hub.request(
                client,
                new RequestReader(20)
                        .read("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\"," + members + "}}"));
        hub.runTasks();
    }
}
