package io.orderwire.gateway;

import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.http.HostName;
import io.orderwire.runtime.http.Network;
import io.orderwire.websocket.handshake.Origin;
import java.util.List;
import java.util.stream.Stream;

/** Options of the gateway. */
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

    /** Who may read. */
    public static final Option<String> TOKENS_FILE = Option.text(
            "gateway.tokens.file",
            "",
            "File that names who may read, one a line: a name, the SHA-256 of a bearer token in hexadecimal digits, and maybe"
                    + " until when it holds, such as 2027-01-31T00:00:00Z. Read again when it changes. Without it anyone may.");

    /** Tokens in query strings. */
    public static final Option<Boolean> TOKENS_QUERY = Option.flag(
            "gateway.tokens.query",
            false,
            "Whether a client that cannot set headers may bring its token as the parameter token, as in /ws?token=…; proxies"
                    + " and browsers log addresses. Needs gateway.tokens.file.");

    /** Tokens for {@code /stats}. */
    public static final Option<Boolean> STATS_TOKEN = Option.flag(
            "gateway.stats.token", false, "Whether /stats needs a token as /ws does. Needs gateway.tokens.file.");

    /** Connections of one token. */
    public static final Option<Integer> TOKEN_CONNECTIONS = Option.integer(
            "gateway.token.connections",
            100,
            1,
            100_000,
            "Clients that may be connected with one token; more are refused with 429.");

    /** Certificate. */
    public static final Option<String> TLS_CERTIFICATE = Option.text(
            "gateway.tls.certificate",
            "",
            "PEM file of the gateway's certificate, followed by those of who issued it. With it the port speaks https and wss only."
                    + " Needs gateway.tls.key. Read again when it changes: new connections get the new one.");

    /** Its key. */
    public static final Option<String> TLS_KEY = Option.text(
            "gateway.tls.key",
            "",
            "PEM file of the key to gateway.tls.certificate: RSA or EC in PKCS#8, PKCS#1 or SEC1"
                    + " (BEGIN PRIVATE KEY, BEGIN RSA PRIVATE KEY, BEGIN EC PRIVATE KEY), not encrypted."
                    + " Read again when it changes.");

    /** Pages that may connect. */
    public static final Option<List<Origin>> ALLOWED_ORIGINS = Option.list(
            "gateway.allowed.origins",
            Origin::of,
            "origins",
            "Origins of web pages that may connect without a token, such as https://example.org, besides the gateway's own"
                    + " (the host of the request, and those in gateway.allowed.hosts) and those of this machine.");

    /** Host names of the gateway. */
    public static final Option<List<String>> ALLOWED_HOSTS = Option.list(
            "gateway.allowed.hosts",
            HostName::of,
            "host names",
            "Host names under which the gateway answers, with any port, such as gateway.example.org, besides addresses,"
                    + " localhost and a name in gateway.host; requests for other hosts get 403. Web pages of these hosts"
                    + " are the gateway's own.");

    /** Proxies in front of the gateway. */
    public static final Option<List<Network>> TRUSTED_PROXIES = Option.list(
            "gateway.trusted.proxies",
            Network::of,
            "addresses and networks such as 10.0.0.0/8",
            "Proxies whose Forwarded or X-Forwarded-For, -Host and -Proto say for whom they ask; of others these headers"
                    + " are ignored. Each of them has to set or to remove all of these headers.");

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

    /** Requests. */
    public static final Option<Integer> REQUEST_TIMEOUT_MS = Option.integer(
            "gateway.request.timeout.ms",
            10_000,
            100,
            600_000,
            "Longest time for the head of a request to come, a handshake's too, and from the start of a connection for the"
                    + " first one, a TLS handshake included; a connection that takes longer is cut.");

    /** Clients. */
    public static final Option<Integer> MAX_CONNECTIONS = Option.integer(
            "gateway.max.connections", 2_000, 1, 100_000, "Clients that may be connected; more are refused with 429.");

    /** Connections that are no clients. */
    public static final Option<Integer> OTHER_CONNECTIONS = Option.integer(
            "gateway.other.connections",
            1_000,
            16,
            100_000,
            "TCP connections that may be open besides gateway.max.connections: of searches, of browsers, of those that have"
                    + " not said yet what they want. For one more, a connection that waits for a request is closed: the oldest"
                    + " of the address that has the most such connections; where none waits, the new one is.");

    /** Clients of one address. */
    public static final Option<Integer> ADDRESS_CONNECTIONS = Option.integer(
            "gateway.address.connections",
            250,
            1,
            100_000,
            "Clients of one address that may be connected; more are refused with 429. An IPv6 address counts as its first 64 bits,"
                    + " a client of a trusted proxy as itself, and one of gateway.shared.addresses not at all.");

    /** Subscriptions. */
    public static final Option<Integer> MAX_SUBSCRIPTIONS = Option.integer(
            "gateway.max.subscriptions",
            1_000,
            1,
            100_000,
            "Subscriptions that one client may hold; more are answered with an error.");

    /** Incoming messages. */
    public static final Option<Integer> MAX_MESSAGE_BYTES = Option.integer(
            "gateway.max.message.bytes",
            64 * 1024,
            1_024,
            4 << 20,
            "Longest message of a client; one that sends more is closed with 1009.");

    /** Incoming messages. */
    public static final Option<Integer> MESSAGES_PER_SECOND = Option.integer(
            "gateway.messages.per.second",
            100,
            1,
            100_000,
            "Messages that a client may send in the long run; one that sends more is closed with 4002. A message counts as one"
                    + " for each KiB begun, after decompression; a ping and each fragment of a message count as messages.");

    /** Incoming messages. */
    public static final Option<Integer> MESSAGE_BURST = Option.integer(
            "gateway.message.burst", 4_000, 1, 1_000_000, "Messages that a client may send at once, counted so.");

    /** A client's queue. */
    public static final Option<Integer> QUEUE_FRAMES = Option.integer(
            "gateway.client.queue.frames",
            4_096,
            16,
            1_000_000,
            "Frames that may wait for one client; of more, the oldest are dropped, counted and reported.");

    /** A client's queue. */
    public static final Option<Integer> QUEUE_BYTES = Option.integer(
            "gateway.client.queue.bytes",
            4 << 20,
            64 * 1024,
            1 << 30,
            "Bytes that may wait for one client; of more, the oldest frames are dropped, counted and reported.");

    /** All queues. */
    public static final Option<Integer> QUEUES_BYTES = Option.integer(
            "gateway.queues.bytes",
            64 << 20,
            1 << 20,
            1 << 30,
            "Bytes that may wait for all clients together, a frame that waits for many counted once. What one of them may"
                    + " have waiting is at most what is left of it, and less than that once it is losing frames.");

    /** The kernel's queue. */
    public static final Option<Integer> SEND_BUFFER_BYTES = Option.integer(
            "gateway.send.buffer.bytes",
            64 * 1024,
            4_096,
            16 << 20,
            "The kernel's send buffer of each connection; what is in it has got old when a slow client reads it.");

    /** A write. */
    public static final Option<Integer> SEND_DEADLINE_MS = Option.integer(
            "gateway.send.deadline.ms",
            10_000,
            100,
            600_000,
            "Longest time for one frame to be taken by a client; one that takes longer is closed with 4001.");

    /** Slowness. */
    public static final Option<Integer> SLOW_CLOSE_MS = Option.integer(
            "gateway.slow.close.ms",
            30_000,
            100,
            3_600_000,
            "A client that has been losing frames for this long without catching up in between is closed with 4001.");

    /** Pings. */
    public static final Option<Integer> PING_INTERVAL_MS =
            Option.integer("gateway.ping.interval.ms", 20_000, 100, 3_600_000, "Time between pings to a client.");

    /** Pongs. */
    public static final Option<Integer> PONG_DEADLINE_MS = Option.integer(
            "gateway.pong.deadline.ms",
            10_000,
            100,
            3_600_000,
            "Longest time for a pong to come; a client that takes longer is closed with 4004.");

    /** Compression. */
    public static final Option<Boolean> COMPRESSION = Option.flag(
            "gateway.compression",
            true,
            "Whether frames are sent compressed, each once for all, to clients that ask for permessage-deflate.");

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

    private static final List<Option<?>> OWN = List.of(
            HOST,
            PORT,
            INSECURE,
            TOKENS_FILE,
            TOKENS_QUERY,
            STATS_TOKEN,
            TOKEN_CONNECTIONS,
            TLS_CERTIFICATE,
            TLS_KEY,
            ALLOWED_HOSTS,
            ALLOWED_ORIGINS,
            TRUSTED_PROXIES,
            MAX_AGE_MS,
            ISOLATION_LEVEL,
            BATCH_MS,
            FRAME_BYTES,
            REQUEST_TIMEOUT_MS,
            MAX_CONNECTIONS,
            OTHER_CONNECTIONS,
            ADDRESS_CONNECTIONS,
            MAX_SUBSCRIPTIONS,
            SubscriptionOptions.CLIENT_BYTES,
            SubscriptionOptions.ADDRESS_BYTES,
            SubscriptionOptions.TOKEN_BYTES,
            SubscriptionOptions.BYTES,
            WorkOptions.CLIENT_MS,
            WorkOptions.ADDRESS_MS,
            WorkOptions.TOKEN_MS,
            ReplayOptions.MAX,
            ReplayOptions.OF_CLIENT,
            ReplayOptions.OF_ADDRESS,
            ReplayOptions.OF_TOKEN,
            ReplayOptions.WAITING,
            ReplayOptions.BYTES,
            ReplayOptions.PATIENCE_MS,
            ReplayOptions.RATE,
            MAX_MESSAGE_BYTES,
            MESSAGES_PER_SECOND,
            MESSAGE_BURST,
            QUEUE_FRAMES,
            QUEUE_BYTES,
            QUEUES_BYTES,
            SEND_BUFFER_BYTES,
            SEND_DEADLINE_MS,
            SLOW_CLOSE_MS,
            PING_INTERVAL_MS,
            PONG_DEADLINE_MS,
            COMPRESSION,
            IO_THREADS,
            RECENT_BYTES,
            STOP_DRAIN_MS);

    /** All of them. */
    public static final List<Option<?>> ALL = Stream.of(OWN, IoOptions.ALL, EdgeOptions.ALL)
            .<Option<?>>flatMap(List::stream)
            .toList();

    private GatewayOptions() {}
}
