package io.orderwire.gateway;

import io.orderwire.gateway.http.Access;
import io.orderwire.gateway.http.Admission;
import io.orderwire.gateway.http.GatewayServer;
import io.orderwire.gateway.http.Searches;
import io.orderwire.gateway.http.Tokens;
import io.orderwire.gateway.hub.Hub;
import io.orderwire.gateway.replay.ReplayAgent;
import io.orderwire.gateway.replay.ReplayLimits;
import io.orderwire.gateway.session.ClientLimits;
import io.orderwire.gateway.session.MessageRates;
import io.orderwire.gateway.source.OrdersReader;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.http.AllowedHosts;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.LastStableOffsets;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.stats.AgeWindow;
import io.orderwire.runtime.stats.Slowness;
import io.orderwire.runtime.stats.StatsNames;
import io.orderwire.websocket.deflate.CompressionBudget;
import io.orderwire.websocket.handshake.DeflateHandshake;
import io.orderwire.websocket.handshake.TrustedProxies;
import io.orderwire.websocket.tls.TlsFiles;
import io.orderwire.websocket.transport.Port;
import io.orderwire.websocket.transport.SocketLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/** Turns the configuration into what each part is set up with. */
final class GatewaySetup {
    /** A hundredth of a second. */
    private static final int MS_OF_A_PERCENT = 10;

    private static final int MOST_IO_THREADS = 4;

    /** A poll's records are handled before anything else gets its turn: some milliseconds' worth. */
    private static final int POLL_RECORDS = 2_000;

    /** A poll's records go to a client that has little waiting: they are to fit in its queue. */
    private static final int REPLAY_POLL_RECORDS = 250;

    /** The consumer holds what it has fetched: these bound it, compressed. */
    private static final int FETCH_BYTES = 8 << 20;

    private static final int PARTITION_FETCH_BYTES = 1 << 20;
    private static final int ANSWER_TIMEOUT_MS = 5_000;

    private final Settings settings;
    private final KafkaClients kafka;

    GatewaySetup(Settings settings) {
        this.settings = settings;
        this.kafka = new KafkaClients(settings);
    }

    KafkaClients kafka() {
        return kafka;
    }

    /** Reads orders. */
    Consumer<byte[], byte[]> ordersConsumer() {
        return ordersConsumer("orderwire-gateway", POLL_RECORDS);
    }

    /**
     * What replays are read from.
     *
     * @param nowMs epoch milliseconds by the clock that stamped the records
     */
    ReplayAgent.Source replaySource(String topic, int partitions, LongSupplier nowMs) {
        return new ReplayAgent.Source(
                this::replayConsumer, topic, partitions, settings.get(ReplayOptions.RATE), nowMs, System::nanoTime);
    }

    /** Reads the past, as the present is read. */
    private Consumer<byte[], byte[]> replayConsumer() {
        return ordersConsumer("orderwire-gateway-replay", REPLAY_POLL_RECORDS);
    }

    private Consumer<byte[], byte[]> ordersConsumer(String clientId, int pollRecords) {
        Map<String, Object> config = consumerConfig(clientId);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, settings.get(GatewayOptions.ISOLATION_LEVEL));
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, pollRecords);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        return kafka.consumer(config);
    }

    /** Reads figures and losses. */
    Consumer<byte[], byte[]> figuresConsumer() {
        Map<String, Object> config = consumerConfig("orderwire-gateway-figures-follower");
        // A loss in an aborted transaction is not a loss, and would be reported again under another name.
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        return kafka.consumer(config);
    }

    private static Map<String, Object> consumerConfig(String clientId) {
        Map<String, Object> config = new HashMap<>();
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
        return config;
    }

    ClientLimits clientLimits() {
        return new ClientLimits(
                settings.get(SessionOptions.QUEUE_FRAMES),
                settings.get(SessionOptions.QUEUE_BYTES),
                settings.get(SessionOptions.SEND_DEADLINE_MS),
                settings.get(SessionOptions.SLOW_CLOSE_MS),
                settings.get(SessionOptions.PING_INTERVAL_MS),
                settings.get(SessionOptions.PONG_DEADLINE_MS),
                settings.get(SessionOptions.MESSAGES_PER_SECOND),
                settings.get(SessionOptions.MESSAGE_BURST),
                settings.get(SessionOptions.MAX_MESSAGE_BYTES),
                settings.get(SubscriptionOptions.MAX_SUBSCRIPTIONS),
                settings.get(SubscriptionOptions.CLIENT_BYTES));
    }

    MessageRates messageRates(LongSupplier nanoTime) {
        return new MessageRates(
                new MessageRates.Limits(
                        settings.get(IoOptions.ADDRESS_MESSAGES), settings.get(IoOptions.TOKEN_MESSAGES)),
                nanoTime);
    }

    CompressionBudget compression(LongSupplier nanoTime, CompressionBudget.Tally tally) {
        return new CompressionBudget(
                new CompressionBudget.Limits(
                        settings.get(IoOptions.CLIENT_COMPRESSION_MS),
                        settings.get(IoOptions.ADDRESS_COMPRESSION_MS),
                        settings.get(IoOptions.TOKEN_COMPRESSION_MS),
                        settings.get(IoOptions.COMPRESSION_PERCENT) * MS_OF_A_PERCENT * ioThreads()),
                nanoTime,
                tally);
    }

    Hub.Setup hub(int partitions) {
        return new Hub.Setup(
                settings.get(GatewayOptions.FRAME_BYTES),
                settings.get(GatewayOptions.BATCH_MS),
                partitions,
                new Hub.SubscriptionBytes(
                        settings.get(SubscriptionOptions.ADDRESS_BYTES),
                        settings.get(SubscriptionOptions.TOKEN_BYTES),
                        settings.get(SubscriptionOptions.BYTES)),
                new Hub.WorkLimits(
                        settings.get(WorkOptions.CLIENT_MS),
                        settings.get(WorkOptions.ADDRESS_MS),
                        settings.get(WorkOptions.TOKEN_MS)));
    }

    ReplayLimits replayLimits() {
        return new ReplayLimits(
                settings.get(ReplayOptions.MAX),
                settings.get(ReplayOptions.OF_CLIENT),
                settings.get(ReplayOptions.OF_ADDRESS),
                settings.get(ReplayOptions.OF_TOKEN),
                settings.get(ReplayOptions.WAITING),
                settings.get(ReplayOptions.BYTES),
                settings.get(ReplayOptions.PATIENCE_MS));
    }

    /** When orders of those ages make the gateway slow. */
    Slowness slowness(AgeWindow ages) {
        return new Slowness(
                StatsNames.GATEWAY,
                "orders",
                settings.get(GatewayOptions.MAX_AGE_MS),
                settings.get(PipelineOptions.WARM_UP_MAX_MS),
                ages);
    }

    /** Which orders are shed; starts the part that looks for newer ones. */
    OrdersReader.Limits readLimits(int partitions, StartedParts parts, StallWatchdog watchdog) {
        int maxAgeMs = settings.get(GatewayOptions.MAX_AGE_MS);
        LastStableOffsets ends = parts.add(LastStableOffsets.start(
                kafka, StatsNames.GATEWAY, OutputTopics.of(settings).orders(), partitions, maxAgeMs, watchdog));
        boolean complete = settings.get(PipelineOptions.OVERLOAD).equals("complete");
        // A parser under overload processes blocks that are nearly too old; shedding its orders for a slightly lower
        // age would waste its work.
        return new OrdersReader.Limits(
                complete,
                maxAgeMs,
                settings.get(PipelineOptions.CATCH_UP_MAX_MS),
                ends.newer(maxAgeMs),
                System::nanoTime);
    }

    /**
     * Makes sure that what may be held fits in Java's memory, with a quarter to spare for all else.
     *
     * @throws ProcessExit {@link ExitCode#USAGE} naming the options, when it does not
     */
    void checkMemory(long javaBytes) {
        List<Option<Integer>> held = List.of(
                GatewayOptions.RECENT_BYTES,
                SessionOptions.QUEUES_BYTES,
                SubscriptionOptions.BYTES,
                EdgeOptions.ANSWERS_BYTES,
                ReplayOptions.BYTES);
        long sum = held.stream().mapToLong(settings::get).sum();
        if (sum > javaBytes / 4 * 3) {
            throw new ProcessExit(
                    ExitCode.USAGE,
                    held.stream().map(Option::name).collect(Collectors.joining(", ")) + " are " + sum
                            + " bytes together, more than three quarters of Java's memory (" + javaBytes + " bytes)");
        }
    }

    /**
     * Finds the faults that can be found before anything is started.
     *
     * @throws ProcessExit {@link ExitCode#USAGE} naming the option
     */
    void check(long javaBytes) {
        checkMemory(javaBytes);
        String tokens = settings.get(AccessOptions.TOKENS_FILE);
        requireFile(tokens);
        if (!tokens.isEmpty()) {
            Tokens.check(Path.of(tokens));
        }
        access(new Admission(Tokens.none(), new Admission.Limits(1, 1, 1), System::nanoTime));
        if (speaksTls()) {
            TlsFiles.check(
                    Path.of(settings.get(AccessOptions.TLS_CERTIFICATE)), Path.of(settings.get(AccessOptions.TLS_KEY)));
        }
    }

    private void requireFile(String tokens) {
        for (Option<Boolean> needsFile : List.of(AccessOptions.TOKENS_QUERY, AccessOptions.STATS_TOKEN)) {
            if (settings.get(needsFile) && tokens.isEmpty()) {
                throw alone(needsFile, AccessOptions.TOKENS_FILE);
            }
        }
    }

    /** Who may connect. */
    Admission admission(Clock clock) {
        String file = settings.get(AccessOptions.TOKENS_FILE);
        requireFile(file);
        return new Admission(
                file.isEmpty() ? Tokens.none() : Tokens.of(Path.of(file), clock),
                new Admission.Limits(
                        settings.get(ConnectionOptions.ADDRESS_CONNECTIONS),
                        settings.get(AccessOptions.TOKEN_CONNECTIONS),
                        settings.get(EdgeOptions.ADDRESS_HANDSHAKES)),
                System::nanoTime);
    }

    /**
     * The files of the certificate and the key for TLS, null if TLS is not configured.
     *
     * @throws ProcessExit {@link ExitCode#USAGE} when there is a fault in the files, or only one of them
     */
    @Nullable
    TlsFiles tls(Clock clock) {
        return speaksTls()
                ? TlsFiles.load(
                        Path.of(settings.get(AccessOptions.TLS_CERTIFICATE)),
                        Path.of(settings.get(AccessOptions.TLS_KEY)),
                        clock)
                : null;
    }

    private boolean speaksTls() {
        boolean certificate = !settings.get(AccessOptions.TLS_CERTIFICATE).isEmpty();
        boolean key = !settings.get(AccessOptions.TLS_KEY).isEmpty();
        if (certificate && !key) {
            throw alone(AccessOptions.TLS_CERTIFICATE, AccessOptions.TLS_KEY);
        }
        if (key && !certificate) {
            throw alone(AccessOptions.TLS_KEY, AccessOptions.TLS_CERTIFICATE);
        }
        return certificate;
    }

    private static ProcessExit alone(Option<?> given, Option<?> missing) {
        return new ProcessExit(ExitCode.USAGE, given.name() + " needs " + missing.name() + ", which is not set");
    }

    /** Who may send requests. */
    private Access access(Admission admission) {
        return new Access(
                new AllowedHosts(
                        AccessOptions.ALLOWED_HOSTS.name(),
                        settings.get(AccessOptions.ALLOWED_HOSTS),
                        settings.get(GatewayOptions.HOST)),
                new TrustedProxies(
                        settings.get(AccessOptions.TRUSTED_PROXIES), settings.get(EdgeOptions.SHARED_ADDRESSES)),
                settings.get(AccessOptions.ALLOWED_ORIGINS),
                admission,
                settings.get(EdgeOptions.ADDRESS_REQUESTS),
                settings.get(AccessOptions.TOKENS_QUERY),
                settings.get(AccessOptions.STATS_TOKEN));
    }

    private int ioThreads() {
        int configured = settings.get(GatewayOptions.IO_THREADS);
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return configured > 0 ? configured : Math.min(MOST_IO_THREADS, half);
    }

    /** How to listen. */
    GatewayServer.Setup server(Admission admission, @Nullable TlsFiles tls) {
        return new GatewayServer.Setup(
                new Port.Setup(
                        "gateway",
                        settings.get(GatewayOptions.HOST),
                        settings.get(GatewayOptions.PORT),
                        ioThreads(),
                        settings.get(SessionOptions.SEND_BUFFER_BYTES),
                        tls == null ? null : tls.context()),
                new SocketLimits(
                        settings.get(ConnectionOptions.MAX_CONNECTIONS)
                                + settings.get(ConnectionOptions.OTHER_CONNECTIONS),
                        settings.get(EdgeOptions.ADDRESS_SOCKETS),
                        settings.get(EdgeOptions.ADDRESS_ACCEPTS),
                        settings.get(ConnectionOptions.REQUEST_TIMEOUT_MS),
                        settings.get(EdgeOptions.IDLE_TIMEOUT_MS),
                        settings.get(EdgeOptions.ANSWER_TIMEOUT_MS)),
                new Searches.Limits(
                        settings.get(EdgeOptions.SEARCH_MS),
                        settings.get(EdgeOptions.ADDRESS_SEARCH_MS),
                        settings.get(EdgeOptions.ANSWER_BYTES),
                        settings.get(EdgeOptions.ANSWERS_BYTES)),
                access(admission),
                new DeflateHandshake(
                        Set.of(GatewayServer.SUBPROTOCOL),
                        settings.get(SessionOptions.COMPRESSION),
                        settings.get(SessionOptions.MAX_MESSAGE_BYTES)));
    }

    /** The name of this gateway's figures; without a configured one the port distinguishes gateways on the same host. */
    String instance(int port) {
        String id = settings.get(PipelineOptions.INSTANCE_ID);
        if (!id.isEmpty()) {
            return id;
        }
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + port;
        } catch (UnknownHostException expected) {
            return "localhost:" + port;
        }
    }
}
