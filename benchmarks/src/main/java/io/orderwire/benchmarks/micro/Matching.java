package io.orderwire.benchmarks.micro;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.orderwire.contract.order.LineReader;
import io.orderwire.contract.order.OrderEncoder;
import io.orderwire.gateway.hub.Hub;
import io.orderwire.gateway.hub.LiveStreams;
import io.orderwire.gateway.hub.PastSubscriptions;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.RequestReader;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.protocol.TextFrame;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.ClientLimits;
import io.orderwire.gateway.session.IoThread;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.WorkMetrics;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Message;
import io.orderwire.websocket.transport.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds an order of what the gateway's reading thread does with it, by the subscriptions that there are. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class Matching {
    private static final int ORDERS = 5_000;
    private static final int PARTITIONS = 8;
    private static final int UNLIMITED = 1_000_000;
    private static final byte[] FILE = "20260505/17".getBytes(StandardCharsets.US_ASCII);

    /** Subscriptions that are there. */
    public enum Subscribed {
        /** None. */
        NOTHING,
        /** A thousand that ask for a notional that no order has. */
        NEVER,
        /** All orders. */
        ALL,
        /** All orders, each in a frame of its own. */
        EACH,
        /** A thousand of these, each of a client of its own. */
        EACH_THOUSANDFOLD,
        /** All orders, for a thousand different longest frames. */
        ALL_DIFFERENTLY
    }

    /** What is measured. */
    @Param
    public Subscribed subscribed = Subscribed.NOTHING;

    private final RecordView view = new RecordView();
    private final IoThread lane = new IoThread(Runnable::run);
    private final byte[][] keys = new byte[ORDERS][];
    private final byte[][] values = new byte[ORDERS][];
    private final GatewayMetrics metrics = new GatewayMetrics(new CompositeMeterRegistry());
    private final Hub.Setup setup = new Hub.Setup(
            1 << 16,
            20,
            PARTITIONS,
            new Hub.SubscriptionBytes(1 << 30, 1 << 30, 1 << 30),
            new Hub.WorkLimits(UNLIMITED, UNLIMITED, UNLIMITED));
    private final Hub fanout = new Hub(
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

    /** Makes orders as the parser does, and subscribes. */
    @Setup
    public void prepare() throws IOException {
        Path folder = Files.createTempDirectory("orderwire-micro");
        byte[] text;
        try (Simulator simulator =
                new Simulator(SimulatorOptions.builder(folder).build())) {
            simulator.writeBlock(ORDERS);
            text = Files.readAllBytes(simulator.currentFile());
        }
        LineReader reader = new LineReader();
        OrderEncoder encoder = new OrderEncoder();
        int order = 0;
        for (int i = 0, from = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                reader.read(text, from, i);
                values[order] = encoder.encode(text, reader, FILE, from, 1, order + 1, order + 1);
                view.turnTo(null, values[order], 0);
                keys[order++] = reader.user().clone();
                from = i + 1;
            }
        }
        subscribe();
    }

    private void subscribe() {
        switch (subscribed) {
            case NOTHING -> {
                // as it is
            }
            case NEVER -> many(i -> "\"minNotional\":\"" + (1_000_000_000_000L + i) + "\"");
            case ALL -> add("\"id\":\"x\"");
            case EACH -> add("\"batchMs\":0");
            case EACH_THOUSANDFOLD -> many(i -> "\"batchMs\":0,\"id\":\"i" + i + "\"");
            case ALL_DIFFERENTLY -> many(i -> "\"maxFrameBytes\":" + (60_000 + i));
            default -> throw new IllegalStateException(subscribed.toString());
        }
    }

    private void many(IntFunction<String> members) {
        for (int i = 0; i < 1_000; i++) {
            add(members.apply(i));
        }
    }

    private void add(String members) {
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
        fanout.request(
                client,
                new RequestReader(20)
                        .read("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\"," + members + "}}"));
        fanout.runTasks();
    }

    /** An order on its way to all of them. */
    @Benchmark
    @OperationsPerInvocation(ORDERS)
    public void orders() {
        for (int i = 0; i < ORDERS; i++) {
            view.turnTo(keys[i], values[i], 0);
            fanout.order(view);
            if (i % 10 == 0) {
                fanout.endOfBatch();
            }
        }
        fanout.endOfBatch();
    }
}
