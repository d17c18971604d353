package io.orderwire.gateway;

import io.orderwire.runtime.config.Option;
import java.util.List;
import java.util.stream.Stream;

/** Options of the gateway: its address, reading of orders, batching into frames, and the list of all its options. */
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

    /** Whether the gateway may listen without tokens on an address that is not a loopback address. */
    public static final Option<Boolean> INSECURE = Option.flag(
            "gateway.insecure",
            false,
            "Whether to listen on an address that others can reach, where everyone who can connect gets all orders.");

    /** Bound of the age of orders, for shedding and for the degraded state. */
    public static final Option<Integer> MAX_AGE_MS = Option.integer(
            "gateway.max.age.ms",
            500,
            50,
            3_600_000,
            "With overload=latest, orders that have waited longer than this to be read are shed for orders that came at least"
                    + " that much later if catching up would take longer than catch.up.max.ms; never the newest."
                    + " With either overload the gateway is degraded when the p99 over 5 s exceeds half of this, until the"
                    + " p99 has been below a quarter of it for 10 s.");

    /** Isolation level of the consumers of orders. */
    public static final Option<String> ISOLATION_LEVEL = Option.choice(
            "gateway.isolation.level",
            "read_uncommitted",
            List.of("read_uncommitted", "read_committed"),
            "read_uncommitted sends each order as soon as it is in Kafka and removes repetitions by their sequence;"
                    + " read_committed waits for the parser's transaction.");

    /** Default of the longest time that an order waits for a batch. */
    public static final Option<Integer> BATCH_MS = Option.integer(
            "gateway.batch.ms",
            20,
            0,
            1_000,
            "Longest time that an order waits for others to share a frame, where the subscription does not say; with 0"
                    + " only those that were read together share one.");

    /** Maximum size of a frame with more than one order. */
    public static final Option<Integer> FRAME_BYTES = Option.integer(
            "gateway.frame.bytes",
            64 * 1024,
            4_096,
            4 << 20,
            "Longest message with orders, but for an order that alone is longer; a client may ask for shorter ones with"
                    + " maxFrameBytes.");

    /** Number of I/O threads. */
    public static final Option<Integer> IO_THREADS = Option.integer(
            "gateway.io.threads", 0, 0, 64, "Threads that carry the connections; 0 takes half the cores, at most 4.");

    /** Memory of the recent orders that searches find. */
    public static final Option<Integer> RECENT_BYTES = Option.integer(
            "gateway.recent.bytes",
            32 << 20,
            2 << 20,
            1 << 30,
            "Memory for the orders that came last, which /api/v1/orders finds; taken at the start.");

    /**
     * Time for clients to read their send queues when the gateway stops. A process halts itself 8.8 s after the signal, of
     * which the last frames take up to 1 s.
     */
    public static final Option<Integer> STOP_DRAIN_MS = Option.integer(
            "gateway.stop.drain.ms",
            2_000,
            0,
            7_000,
            "How long a stop waits for clients to take in what waits for them and to close; in the standalone at most 2 s.");

    /** All options of the gateway, in the order of the reference documentation. */
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
