package io.orderwire.gateway;

import io.orderwire.runtime.config.Option;
import java.util.List;
import java.util.stream.Stream;

/** Options of the gateway: where it listens, how it reads orders and makes frames of them, and the list of all. */
public final class GatewayOptions {
    /** Address to listen on. */
    public static final Option<String> HOST = Option.text(
            "gateway.host",
            "127.0.0.1",
            "Address that WebSocket clients and browsers connect to; any but a loopback address needs gateway.tokens.file or gateway.insecure.");

    /** Port to listen on. */
    public static final Option<Integer> PORT = Option.integer(
            "gateway.port",
            8080,
            0,
            65_535,
            "Port that WebSocket clients and browsers connect to; 0 takes a free one.");

    /** Listening to strangers. */
    public static final Option<Boolean> INSECURE = Option.flag(
            "gateway.insecure",
            false,
            "Whether to listen on an address that others can reach, where everyone who can connect gets all orders.");

    /** Bound of age. */
    public static final Option<Integer> MAX_AGE_MS = Option.integer(
            "gateway.max.age.ms",
            500,
            50,
            3_600_000,
            "With overload=latest, orders that have waited longer than this to be read are shed for orders that came at least"
                    + " that much later if catching up would take longer than catch.up.max.ms; never the newest."
                    + " With either overload the gateway is degraded when the p99 over 5 s exceeds half of this, until the"
                    + " p99 has been below a quarter of it for 10 s.");

    /** What of Kafka's transactions is read. */
    public static final Option<String> ISOLATION_LEVEL = Option.choice(
            "gateway.isolation.level",
            "read_uncommitted",
            List.of("read_uncommitted", "read_committed"),
            "read_uncommitted sends each order as soon as it is in Kafka and removes repetitions by their sequence;"
                    + " read_committed waits for the parser's transaction.");

    /** Batching by time. */
    public static final Option<Integer> BATCH_MS = Option.integer(
            "gateway.batch.ms",
            20,
            0,
            1_000,
            "Longest time that an order waits for others to share a frame, where the subscription does not say; with 0"
                    + " only those that were read together share one.");

    /** Batching by size. */
    public static final Option<Integer> FRAME_BYTES = Option.integer(
            "gateway.frame.bytes",
            64 * 1024,
            4_096,
            4 << 20,
            "Longest message with orders, but for an order that alone is longer; a client may ask for shorter ones with"
                    + " maxFrameBytes.");

    /** Threads. */
    public static final Option<Integer> IO_THREADS = Option.integer(
            "gateway.io.threads", 0, 0, 64, "Threads that carry the connections; 0 takes half the cores, at most 4.");

    /** Recent orders. */
    public static final Option<Integer> RECENT_BYTES = Option.integer(
            "gateway.recent.bytes",
            32 << 20,
            2 << 20,
            1 << 30,
            "Memory for the orders that came last, which /api/v1/orders finds; taken at the start.");

    /** Stopping. */
    public static final Option<Integer> STOP_DRAIN_MS = Option.integer(
            "gateway.stop.drain.ms",
            2_000,
            0,
            60_000,
            "How long a stop waits for clients to take in what waits for them and to close.");

    /** All of them, in the order of the reference. */
    public static final List<Option<?>> ALL = Stream.of(
                    List.of(HOST, PORT, INSECURE),
                    AccessOptions.ALL,
                    List.of(MAX_AGE_MS, ISOLATION_LEVEL, BATCH_MS, FRAME_BYTES),
                    ConnectionOptions.ALL,
                    SubscriptionOptions.ALL,
                    WorkOptions.ALL,
                    ReplayOptions.ALL,
                    SessionOptions.ALL,
                    List.of(IO_THREADS, RECENT_BYTES, STOP_DRAIN_MS),
                    IoOptions.ALL,
                    EdgeOptions.ALL)
            .<Option<?>>flatMap(List::stream)
            .toList();

    private GatewayOptions() {}
}
