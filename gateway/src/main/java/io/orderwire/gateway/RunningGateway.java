package io.orderwire.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.gateway.http.Admission;
import io.orderwire.gateway.http.Connections;
import io.orderwire.gateway.http.GatewayServer;
import io.orderwire.gateway.http.IoThreads;
import io.orderwire.gateway.hub.Hub;
import io.orderwire.gateway.hub.LiveStreams;
import io.orderwire.gateway.protocol.RequestReader;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.replay.ReplayAgent;
import io.orderwire.gateway.replay.ReplayMailboxes;
import io.orderwire.gateway.replay.Replays;
import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.sequence.RecentLosses;
import io.orderwire.gateway.session.Clients;
import io.orderwire.gateway.source.OrderAges;
import io.orderwire.gateway.source.OrdersConsumer;
import io.orderwire.gateway.source.OrdersReader;
import io.orderwire.gateway.source.ReadObserver;
import io.orderwire.gateway.source.ReaderState;
import io.orderwire.gateway.source.TopicWatch;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.NameRival;
import io.orderwire.gateway.stats.NewestSnapshots;
import io.orderwire.gateway.stats.OwnStats;
import io.orderwire.gateway.stats.StatsFollower;
import io.orderwire.gateway.stats.TlsMetrics;
import io.orderwire.gateway.stats.WorkMetrics;
import io.orderwire.runtime.agent.AgentThread;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.kafka.TopicSetup;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.process.WatchedTimer;
import io.orderwire.runtime.shed.StageMode;
import io.orderwire.runtime.stats.NameClaim;
import io.orderwire.runtime.stats.ProcessIdentity;
import io.orderwire.runtime.stats.Slowness;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.SnapshotPublisher;
import io.orderwire.runtime.stats.StageState;
import io.orderwire.runtime.stats.StatsNames;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.tls.TlsFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The parts of a gateway, wired, started, and stopped again. */
final class RunningGateway implements OwnStats.Source, GatewayServer.Gate {
    private static final String WORKERS_STAGE = "gateway-workers";
    private static final long SWEEP_MS = 250;
    private static final long TICK_MS = 1_000;
    private static final long TOPIC_CHECK_MS = 3_000;
    private static final long FAREWELL_MS = 1_000;
    private static final long DRAIN_CHECK_MS = 10;

    private final ProcessContext context;
    private final Settings settings;
    private final StartedParts parts;
    private final Clients clients;
    private final NewestSnapshots snapshots;
    private final OwnStats own;
    private final ReaderState state = new ReaderState();
    private final SteadyClock clock;
    private final ClockSkew skew;
    private final Slowness slowness;
    private final RecentLosses losses;
    private final @Nullable TlsFiles tls;
    private final GatewayMetrics metrics;
    private final TopicWatch topic;
    private final IoThreads ioThreads;
    private final WatchedTimer chores;
    private final WatchedTimer files;
    private final Hub hub;
    private final Connections connections;
    private final GatewayServer server;
    private final AgentThread reader;
    private final AgentThread replays;
    private final List<String> differences;
    private volatile boolean started;
    private volatile boolean stopping;

    /**
     * Starts all parts, or none.
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
        clock = context.steadyClock();
        skew = new ClockSkew(clock, "the ingestor's");
        losses = new RecentLosses(context.nanoTime());
        GatewaySetup setup = new GatewaySetup(settings);
        slowness = setup.slowness(state.ages());
        setup.checkMemory(Runtime.getRuntime().maxMemory());
        tls = setup.tls(context.clock());
        OutputTopics outputs = OutputTopics.of(settings);
        TopicSetup topics = new TopicSetup(settings);
        int partitions = topics.ensure();
        differences = topics.differences();
        clients = new Clients(settings.get(GatewayOptions.MAX_CONNECTIONS));
        SendMemory sendMemory = new SendMemory(settings.get(GatewayOptions.QUEUES_BYTES));
        metrics = metrics(context.meters(), clients, settings.get(GatewayOptions.MAX_CONNECTIONS), sendMemory, tls);
        chores = parts.add(new WatchedTimer("gateway-chores", context.watchdog()));
        // Separate from the chores: a file system that hangs must not keep slow clients from being closed.
        files = parts.add(new WatchedTimer("gateway-files", context.watchdog()));
        snapshots = new NewestSnapshots(context.nanoTime(), skew);
        own = new OwnStats(metrics, this, outputs.name(), context.clock());
        topic = parts.add(new TopicWatch(
                setup.kafka().admin("orderwire-gateway-topic-watch"), outputs.orders(), System::nanoTime));
        Positions positions = new Positions(outputs.orders(), topic.atStart(), partitions);
        ioThreads = parts.add(new IoThreads(context.watchdog()));
        RecentOrders recent = new RecentOrders(settings.get(GatewayOptions.RECENT_BYTES));
        OrdersConsumer consumer = new OrdersConsumer(setup::ordersConsumer, positions);
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
                        this::stats,
                        ioThreads::flush,
                        System::nanoTime,
                        new WorkMetrics(context.meters())),
                metrics);
        Admission admission = setup.admission(context.clock());
        connections = new Connections(
                clients,
                setup.clientLimits(),
                admission,
                sendMemory,
                setup.messageRates(System::nanoTime),
                setup.compression(System::nanoTime, metrics.compression()),
                ioThreads,
                hub,
                new RequestReader(settings.get(GatewayOptions.BATCH_MS)),
                System::nanoTime,
                metrics);
        server = parts.add(new GatewayServer(
                setup.server(admission, tls), clients, connections::open, this::stats, recent, this, metrics));
        OrdersReader orders = new OrdersReader(
                consumer,
                topic,
                setup.readLimits(partitions, parts, context.watchdog()),
                losses,
                hub,
                new ReadObserver(state, metrics, new OrderAges(clock, skew)));
        replays = new AgentThread(
                new ReplayAgent(
                        setup.replaySource(outputs.orders(), partitions, skew::othersMillis),
                        streams,
                        mailboxes,
                        metrics),
                context.watchdog());
        reader = new AgentThread(orders, context.watchdog());
    }

    private static GatewayMetrics metrics(
            MeterRegistry meters, Clients clients, int mostClients, SendMemory sendMemory, @Nullable TlsFiles tls) {
        GatewayMetrics made = new GatewayMetrics(meters);
        made.watchClients(clients::count, mostClients, clients::fill);
        made.watchSendMemory(sendMemory);
        if (tls != null) {
            TlsMetrics.watch(meters, tls);
        }
        return made;
    }

    /** Clients are let in when all figures are known and reading has begun. */
    private void begin() throws InterruptedException {
        GatewaySetup setup = new GatewaySetup(settings);
        long deadline =
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.get(PipelineOptions.STARTUP_TIMEOUT_MS));
        // Not earlier: after a slow start the last answer would be so old that the gateway is not ready.
        every(chores, "asking for the topic", TOPIC_CHECK_MS, topic::ask);
        String instance = setup.instance(server.port());
        ProcessIdentity process = ProcessIdentity.create();
        StatsFollower follower = new StatsFollower(
                setup::figuresConsumer,
                OutputTopics.of(settings),
                snapshots,
                this::gapKnown,
                metrics.failedRecords(),
                new NameRival(own.key(instance), process, rival -> nameIsTaken(instance, rival)));
        parts.add(new AgentThread(follower, context.watchdog())).start();
        require(follower.awaitCaughtUp(millisTo(deadline)), "the figures could not be read", null);
        own.resume(instance, snapshots);
        parts.add(reader).start();
        require(state.awaitBegun(millisTo(deadline)), "the orders could not be read", state.reasons());
        parts.add(replays).start();
        every(files, "reading the tokens", TICK_MS, connections::refreshTokens);
        TlsFiles tlsFiles = tls;
        if (tlsFiles != null) {
            every(files, "reading the certificate", TICK_MS, () -> tlsFiles.refresh(server::serveWith));
        }
        every(chores, "closing expired tokens", TICK_MS, connections::sweepTokens);
        every(chores, "closing slow clients", SWEEP_MS, () -> clients.sweep(System.nanoTime()));
        every(chores, "probing the I/O threads", TICK_MS, ioThreads::probe);
        every(chores, "probing the workers", TICK_MS, server::probeWorkers);
        every(chores, "merging the stats", TICK_MS, this::tick);
        watch(WORKERS_STAGE, server.workers());
        parts.add(new AgentThread(server.searches(), context.watchdog())).start();
        parts.add(new SnapshotPublisher(setup.kafka(), StatsNames.GATEWAY, process, own::snapshot, context.watchdog()))
                .start();
        started = true;
    }

    private static void every(WatchedTimer timer, String task, long ms, Runnable work) {
        timer.every(task, ms, ms, work);
    }

    private void nameIsTaken(String instance, Snapshot rival) {
        context.fatal()
                .accept(new ProcessExit(
                        ExitCode.USAGE, NameClaim.taken(StatsNames.GATEWAY, instance, rival.process())));
    }

    private void watch(String name, StallWatchdog.Stage stage) {
        context.watchdog().watch(name, stage);
        parts.add(() -> context.watchdog().forget(name));
    }

    private void require(boolean inTime, String what, @Nullable List<String> reasons) {
        if (!inTime) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    what + " within " + settings.get(PipelineOptions.STARTUP_TIMEOUT_MS) + " ms"
                            + (reasons == null || reasons.isEmpty() ? "" : ": " + reasons.get(0)));
        }
    }

    private static long millisTo(long deadlineNanos) {
        return TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    }

    private void gapKnown(byte[] json) {
        losses.known(json);
        hub.gapKnown(json);
    }

    private void tick() {
        slowness.look(clock.millis(), state.catchUp().mode());
        skew.look();
        snapshots.look(() -> own.snapshot(false));
        hub.tick();
    }

    private byte[] stats() {
        return snapshots.stats(() -> own.snapshot(false)).toJson();
    }

    String url(String scheme) {
        return server.url(scheme);
    }

    List<String> notReady() {
        List<String> reasons = new ArrayList<>(topic.reasons());
        reasons.addAll(state.reasons());
        return reasons;
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public boolean isReady() {
        return started && !stopping && notReady().isEmpty();
    }

    @Override
    public int clients() {
        return clients.count();
    }

    @Override
    public @Nullable Long ageMs() {
        long ageMs = state.ageMs();
        return ageMs >= 0 && notReady().isEmpty() ? ageMs : null;
    }

    @Override
    public List<String> degraded() {
        // The ingestor reports problems of Kafka too, as long as Kafka accepts its snapshots.
        List<String> reasons = new ArrayList<>(context.health().notReady(Health.KAFKA));
        reasons.addAll(notReady());
        reasons.addAll(slowness.reasons());
        reasons.addAll(skew.reasons());
        reasons.addAll(metrics.failedRecords().reasons());
        reasons.addAll(chores.reasons());
        reasons.addAll(files.reasons());
        reasons.addAll(metrics.failedRecords().foreign().reasons());
        reasons.addAll(differences);
        if (!slowness.isWarming()) {
            reasons.addAll(shedding());
        }
        return reasons;
    }

    private List<String> shedding() {
        return state.catchUp().mode() == StageMode.SHEDDING ? List.of("orders are given up for their age") : List.of();
    }

    @Override
    public StageState state() {
        return slowness.state(state.catchUp(), slowness.isWarming() ? shedding() : List.of());
    }

    /** Sends clients the frames that wait for them and a last one, as far as they read them in time. */
    void close() {
        stopping = true;
        replays.close();
        try {
            if (reader.isRunning()) {
                CountDownLatch said = new CountDownLatch(1);
                hub.stop(() -> {
                    clients.closeAfterQueues();
                    said.countDown();
                });
                said.await(FAREWELL_MS, TimeUnit.MILLISECONDS);
            }
            clients.closeAfterQueues();
            long deadline =
                    System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.get(GatewayOptions.STOP_DRAIN_MS));
            while (clients.count() > 0 && deadline - System.nanoTime() > 0) {
                Thread.sleep(DRAIN_CHECK_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.cut();
        parts.close();
    }
}
