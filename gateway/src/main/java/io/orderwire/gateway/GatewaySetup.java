package io.orderwire.gateway;

import io.orderwire.gateway.hub.Hub;
import io.orderwire.gateway.replay.ReplayLimits;
import io.orderwire.gateway.session.ClientLimits;
import io.orderwire.gateway.session.MessageRates;
import io.orderwire.gateway.source.OrdersReader;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.ClientMeters;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.LastStableOffsets;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.kafka.TopicRights;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.stats.AgeWindow;
import io.orderwire.runtime.stats.Slowness;
import io.orderwire.runtime.stats.StatsNames;
import io.orderwire.websocket.deflate.CompressionBudget;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts the configuration into the limits and settings of the parts inside the gateway. */
final class GatewaySetup {
    /** One percent of a second of one thread, milliseconds. */
    private static final int MS_OF_A_PERCENT = 10;

    private final Settings settings;
    private final KafkaClients kafka;
    private final GatewayConsumers consumers;
    private final ServerSetup server;

    GatewaySetup(Settings settings) {
        this(settings, null);
    }

    /** A setup whose Kafka clients {@code meters} shows. */
    GatewaySetup(Settings settings, @Nullable ClientMeters meters) {
        this.settings = settings;
        this.kafka = new KafkaClients(settings, meters);
        this.consumers = new GatewayConsumers(settings, kafka);
        this.server = new ServerSetup(settings);
    }

    KafkaClients kafka() {
        return kafka;
    }

    GatewayConsumers consumers() {
        return consumers;
    }

    ServerSetup server() {
        return server;
    }

    ClientLimits clientLimits() {
        return new ClientLimits(
                new ClientLimits.Queue(
                        settings.get(SessionOptions.QUEUE_FRAMES), settings.get(SessionOptions.QUEUE_BYTES)),
                new ClientLimits.Times(
                        settings.get(SessionOptions.SEND_DEADLINE_MS),
                        settings.get(SessionOptions.SLOW_CLOSE_MS),
                        settings.get(SessionOptions.PING_INTERVAL_MS),
                        settings.get(SessionOptions.PONG_DEADLINE_MS)),
                new ClientLimits.Messages(
                        settings.get(SessionOptions.MESSAGES_PER_SECOND),
                        settings.get(SessionOptions.MESSAGE_BURST),
                        settings.get(SessionOptions.MAX_MESSAGE_BYTES)),
                new ClientLimits.Subscriptions(
                        settings.get(SubscriptionOptions.MAX_SUBSCRIPTIONS),
                        settings.get(SubscriptionOptions.CLIENT_BYTES)));
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
                        settings.get(IoOptions.COMPRESSION_PERCENT) * MS_OF_A_PERCENT * server.ioThreads()),
                nanoTime,
                tally);
    }

    /** The rights on topics that a gateway needs. */
    TopicRights rights() {
        OutputTopics outputs = OutputTopics.of(settings);
        String stats = outputs.topics().pipeline();
        return new TopicRights()
                .reads(outputs.orders(), outputs.gaps(), outputs.topics().gaps(), stats)
                .writes(stats);
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

    /** Decides from the recent ages of orders whether the gateway is slow. */
    Slowness slowness(AgeWindow ages) {
        return new Slowness(
                StatsNames.GATEWAY,
                "orders",
                settings.get(GatewayOptions.MAX_AGE_MS),
                settings.get(PipelineOptions.WARM_UP_MAX_MS),
                ages);
    }

    /** Starts the periodic query of the last stable offsets, by which orders are shed. */
    LastStableOffsets startLastStableOffsets(int partitions, StallWatchdog watchdog) {
        return LastStableOffsets.start(
                kafka,
                StatsNames.GATEWAY,
                OutputTopics.of(settings).orders(),
                partitions,
                settings.get(GatewayOptions.MAX_AGE_MS),
                watchdog);
    }

    /** Returns the limits by which orders are shed. */
    OrdersReader.Limits readLimits(LastStableOffsets ends) {
        int maxAgeMs = settings.get(GatewayOptions.MAX_AGE_MS);
        boolean complete = settings.get(PipelineOptions.OVERLOAD).equals("complete");
        // Orders are only shed for orders that are newer by at least the bound of age. A parser under overload
        // processes blocks that are nearly too old; shedding its orders for slightly newer ones would waste its work.
        return new OrdersReader.Limits(
                complete,
                maxAgeMs,
                settings.get(PipelineOptions.CATCH_UP_MAX_MS),
                ends.newer(maxAgeMs),
                System::nanoTime);
    }

    /**
     * Checks that the memory limits together are at most three quarters of Java's memory; the last quarter is for all other
     * objects.
     *
     * @throws ProcessExit {@link ExitCode#USAGE} naming the options, if they do not fit
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
     * Detects the faults of the configuration that can be detected without starting anything.
     *
     * @throws ProcessExit {@link ExitCode#USAGE} naming the option
     */
    void check(long javaBytes) {
        checkMemory(javaBytes);
        server.check();
    }

    /**
     * Returns the name under which this gateway publishes its stats. Without a configured name, the port distinguishes
     * gateways on the same host.
     */
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
