package io.orderwire.gateway;

import io.orderwire.gateway.http.Admission;
import io.orderwire.gateway.http.ClientFactory;
import io.orderwire.gateway.http.Connections;
import io.orderwire.gateway.http.GatewayServer;
import io.orderwire.gateway.http.IoThreads;
import io.orderwire.gateway.http.Reception;
import io.orderwire.gateway.hub.Hub;
import io.orderwire.gateway.hub.LiveStreams;
import io.orderwire.gateway.protocol.RequestReader;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.replay.ReplayAgent;
import io.orderwire.gateway.replay.ReplayMailboxes;
import io.orderwire.gateway.replay.Replays;
import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.sequence.RecentLosses;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Clients;
import io.orderwire.gateway.source.OrderAges;
import io.orderwire.gateway.source.OrdersConsumer;
import io.orderwire.gateway.source.OrdersReader;
import io.orderwire.gateway.source.ReadObserver;
import io.orderwire.gateway.source.ReaderState;
import io.orderwire.gateway.source.TopicWatch;
import io.orderwire.gateway.stats.FailedRecords;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.TlsMetrics;
import io.orderwire.gateway.stats.WorkMetrics;
import io.orderwire.runtime.agent.AgentThread;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.ClientMeters;
import io.orderwire.runtime.kafka.KafkaRefusal;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.kafka.TopicSetup;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.tls.TlsFiles;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a gateway. The constructor creates them in about the order in which an order passes through them;
 * {@link #begin} starts them, and {@link #close} stops them.
 */
final class RunningGateway {
    private final ProcessContext context;
    private final Settings settings;
    private final GatewaySetup setup;
    private final StartedParts parts;
    private final Clients clients;
    private final ReaderState state = new ReaderState();
    private final SteadyClock clock;
    private final ClockSkew skew;
    private final RecentLosses losses;
    private final @Nullable TlsFiles tls;
    private final GatewayMetrics metrics;
    private final TopicWatch topic;
    private final GatewayCondition condition;
    private final GatewayStats stats;
    private final IoThreads ioThreads;
    private final Chores chores;
    private final Hub hub;
    private final Connections connections;
    private final GatewayServer server;
    private final AgentThread reader;
    private final AgentThread replays;

    /**
     * Starts all parts; if one of them cannot start, closes those that were started.
     *
     * @throws ProcessExit when one of them cannot start
     */
    static RunningGateway start(ProcessContext context) {
        StartedParts parts = new StartedParts();
        try {
            RunningGateway gateway = new RunningGateway(context, parts);
            gateway.begin();
            return gateway;
        } catch (KafkaException e) {
            parts.close();
            throw new ProcessExit(ExitCode.KAFKA, "Kafka does not serve the gateway: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        } catch (InterruptedException e) {
            parts.close();
            Thread.currentThread().interrupt();
            throw new ProcessExit(ExitCode.UNEXPECTED, "interrupted while starting", e);
        }
    }

    private RunningGateway(ProcessContext context, StartedParts parts) {
        this.context = context;
        this.settings = context.settings();
        this.parts = parts;
        // Objects that all parts share.
        clock = context.steadyClock();
        skew = new ClockSkew(clock, "the ingestor's");
        losses = new RecentLosses(context.nanoTime());
        setup = new GatewaySetup(
                settings, parts.add(new ClientMeters(context.meters(), "gateway", context.watchdog())));
        setup.checkMemory(Runtime.getRuntime().maxMemory());
        tls = setup.server().tls(context.clock());
        OutputTopics outputs = OutputTopics.of(settings);
        TopicSetup topics = new TopicSetup(settings, setup.rights());
        int partitions = topics.ensure();
        clients = new Clients(settings.get(ConnectionOptions.MAX_CONNECTIONS));
        SendMemory sendMemory = new SendMemory(settings.get(SessionOptions.QUEUES_BYTES));
        metrics = metrics(sendMemory);
        chores = new Chores(parts, context.watchdog());
        topic = parts.add(new TopicWatch(
                setup.kafka().admin("orderwire-gateway-topic-watch"), outputs.orders(), System::nanoTime));
        condition = condition(topics.differences());
        stats = new GatewayStats(context, setup, skew, metrics, condition);
        // Source and sequencer; their reader is created below, because it needs the hub.
        Positions positions = new Positions(outputs.orders(), topic.atStart(), partitions);
        OrdersConsumer consumer = new OrdersConsumer(setup.consumers()::orders, positions);
        // Hub and replays.
        ioThreads = parts.add(new IoThreads(context.watchdog()));
        RecentOrders recent = new RecentOrders(settings.get(GatewayOptions.RECENT_BYTES));
        Hub.Setup hubSetup = setup.hub(partitions);
        LiveStreams streams = new LiveStreams(hubSetup, positions, context.clock(), System::nanoTime, metrics);
        ReplayMailboxes mailboxes = new ReplayMailboxes(settings.get(ReplayOptions.MAX), consumer::wake);
        mailboxes.gauges(context.meters());
        hub = new Hub(
                hubSetup,
                streams,
                new Replays(setup.replayLimits(), streams, consumer, mailboxes, System::nanoTime, metrics),
                recent,
                new Hub.Surroundings(
                        consumer::wake,
                        stats::json,
                        ioThreads::flush,
                        System::nanoTime,
                        new WorkMetrics(context.meters())),
                metrics);
        // Sessions and the server.
        Admission admission = setup.server().admission(context.clock());
        ClientFactory factory = new ClientFactory(
                new Client.Setup(setup.clientLimits(), sendMemory, System::nanoTime, metrics.sessions()),
                setup.compression(System::nanoTime, metrics.compression()),
                ioThreads,
                metrics.sessions());
        Reception reception = new Reception(
                hub,
                new RequestReader(settings.get(GatewayOptions.BATCH_MS)),
                setup.messageRates(System::nanoTime),
                System::nanoTime,
                metrics.sessions());
        connections = new Connections(clients, admission, factory, reception);
        server = parts.add(new GatewayServer(
                setup.server().listening(admission, tls),
                clients,
                connections::open,
                new GatewayServer.Content(stats::json, stats::history, recent),
                condition,
                metrics));
        // The threads that read.
        OrdersReader orders = new OrdersReader(
                consumer,
                topic,
                setup.readLimits(parts.add(setup.startLastStableOffsets(partitions, context.watchdog()))),
                losses,
                hub,
                new ReadObserver(state, metrics, new OrderAges(clock, skew), failure -> setup.kafka()
                        .refusal()
                        .describe(failure, KafkaRefusal.Use.READING)));
        ReplayAgent.Source past = setup.consumers().replays(outputs.orders(), partitions, skew::othersMillis);
        replays = new AgentThread(new ReplayAgent(past, streams, mailboxes, metrics), context.watchdog());
        reader = new AgentThread(orders, context.watchdog());
    }

    private GatewayMetrics metrics(SendMemory sendMemory) {
        GatewayMetrics made = new GatewayMetrics(context.meters());
        made.source().limitAge(settings.get(GatewayOptions.MAX_AGE_MS));
        made.sessions().watchClients(clients::count, settings.get(ConnectionOptions.MAX_CONNECTIONS), clients::fill);
        made.sessions().watchSendMemory(sendMemory);
        if (tls != null) {
            TlsMetrics.watch(context.meters(), tls);
        }
        return made;
    }

    private GatewayCondition condition(List<Reason> differences) {
        FailedRecords failed = metrics.failedRecords();
        return new GatewayCondition(
                context.health(),
                clients,
                topic,
                state,
                setup.slowness(state.ages()),
                List.of(skew::reasons, failed::reasons, chores::reasons, failed.foreign()::reasons, () -> differences));
    }

    /** Starts the threads; clients are admitted once all stats were read and a first poll for orders has succeeded. */
    private void begin() throws InterruptedException {
        StartTimeout timeout = new StartTimeout(settings);
        // Before the waits below: after a slow start the last answer would be so old that the gateway is not ready.
        chores.watchTopic(topic);
        stats.follow(parts, setup.instance(server.port()), this::gapKnown, timeout);
        parts.add(reader).start();
        timeout.require(
                state.awaitBegun(timeout.leftMs()), "the orders could not be read", Reason.texts(state.reasons()));
        parts.add(replays).start();
        chores.watchClients(connections, clients, ioThreads);
        chores.watchServer(server, tls);
        chores.mergeStats(this::tick);
        parts.add(new AgentThread(server.searches(), context.watchdog())).start();
        stats.publish(parts);
        condition.started();
    }

    private void gapKnown(byte[] json) {
        losses.known(json);
        hub.gapKnown(json);
    }

    private void tick() {
        condition.look(clock.millis());
        skew.look();
        stats.look();
        hub.tick();
    }

    String url(String scheme) {
        return server.url(scheme);
    }

    List<Reason> notReady() {
        return condition.notReady();
    }

    void close() {
        condition.stopping();
        replays.close();
        new Farewell(hub, clients, settings.get(GatewayOptions.STOP_DRAIN_MS)).say(reader.isRunning());
        parts.close();
    }
}
