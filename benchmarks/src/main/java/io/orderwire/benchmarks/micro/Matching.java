package io.orderwire.benchmarks.micro;

import io.orderwire.contract.order.LineReader;
import io.orderwire.contract.order.OrderEncoder;
import io.orderwire.gateway.match.RecordView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
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
    private final byte[][] keys = new byte[ORDERS][];
    private final byte[][] values = new byte[ORDERS][];
    private final MicroHub hub = new MicroHub();

    /** Makes orders as the parser does, and subscribes. */
    @Setup
    public void prepare() throws IOException {
        byte[] text = SimulatedBlock.of(ORDERS);
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
            case ALL -> hub.add("\"id\":\"x\"");
            case EACH -> hub.add("\"batchMs\":0");
            case EACH_THOUSANDFOLD -> many(i -> "\"batchMs\":0,\"id\":\"i" + i + "\"");
            case ALL_DIFFERENTLY -> many(i -> "\"maxFrameBytes\":" + (60_000 + i));
            default -> throw new IllegalStateException(subscribed.toString());
        }
    }

    private void many(IntFunction<String> members) {
        for (int i = 0; i < 1_000; i++) {
            hub.add(members.apply(i));
        }
    }

    /** An order on its way to all of them. */
    @Benchmark
    @OperationsPerInvocation(ORDERS)
    public void orders() {
        for (int i = 0; i < ORDERS; i++) {
            view.turnTo(keys[i], values[i], 0);
            hub.hub().order(view);
            if (i % 10 == 0) {
                hub.hub().endOfBatch();
            }
        }
        hub.hub().endOfBatch();
    }
}
