package io.orderwire.parser;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.orderwire.parser.commit.ThreadCommits;
import io.orderwire.parser.parse.ParserTopology;
import io.orderwire.parser.shed.BlockShedding;
import io.orderwire.parser.shed.StartGap;
import io.orderwire.parser.shed.StartShedding;
import io.orderwire.parser.shed.ThreadLags;
import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.RecordAges;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.ClientMeters;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.LastStableOffsets;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.kafka.TopicSetup;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.PipelineProcess;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.shed.CatchUp;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.ShedLimits;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.SnapshotPublisher;
import io.orderwire.runtime.stats.StatsNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parser: turns the raw topic into orders, dead letters and gaps. Several parsers share the partitions. */
public final class ParserProcess implements PipelineProcess {
    private static final Logger log = LoggerFactory.getLogger(ParserProcess.class);
    private static final String STAGE = "parser";
    /** A parser that does not run after this time has a fault, and is not merely starting. */
    private static final long LONGEST_START_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final ProcessContext context;
    private final Settings settings;
    private final ClientMeters clientMeters;
    private final KafkaClients clients;
    private final String instance;
    private final OutputTopics outputs;
    private final ParserRights rights;
    private final ParserMetrics metrics;
    private final Progress progress = new Progress();
    private final SteadyClock clock;
    private final ClockSkew skew;
    private final ParserStats own;
    private final SnapshotPublisher figures;
    private final CountDownLatch running = new CountDownLatch(1);
    private final long begunNanos;
    private @Nullable KafkaStreams streams;
    private @Nullable StreamsFolder folder;
    private @Nullable LastStableOffsets ends;
    private volatile @Nullable BlockShedding shedding;
    private volatile KafkaStreams.State state = KafkaStreams.State.CREATED;
    private volatile List<Reason> differences = List.of();
    private volatile boolean closed;

    /** A parser that is named {@code instance} in its stats and in Kafka's group. */
    public ParserProcess(ProcessContext context, String instance) {
        this.context = context;
        this.settings = context.settings();
        this.clientMeters = new ClientMeters(context.meters(), STAGE, context.watchdog());
        this.clients = new KafkaClients(settings, clientMeters);
        this.instance = instance;
        ParserOptions.member(settings, instance);
        this.metrics = new ParserMetrics(context.meters());
        this.clock = context.steadyClock();
        this.begunNanos = context.nanoTime().getAsLong();
        this.skew = new ClockSkew(clock, "the ingestor's");
        this.own = new ParserStats(
                instance,
                progress,
                settings.get(ParserOptions.MAX_AGE_MS),
                settings.get(PipelineOptions.WARM_UP_MAX_MS),
                clock,
                skew);
        this.outputs = OutputTopics.of(settings);
        this.rights = new ParserRights(settings, clients, instance);
        this.figures = new SnapshotPublisher(
                clients, StatsNames.PARSER, stopped -> snapshot(stopped).with(outputs.name()), context.watchdog());
    }

    @Override
    public void start() {
        TopicSetup topics = new TopicSetup(settings, rights.topics());
        int partitions = topics.ensure();
        differences = topics.differences();
        progress.former(new PublishedTotals(clients, rights.group(), outputs, topics.rawTopicId()));
        BlockShedding current = shedding(partitions);
        shedding = current;
        metrics.partitions(partitions, progress, settings.get(ParserOptions.MAX_AGE_MS));
        StreamsFolder created = new StreamsFolder(settings.get(ParserOptions.STATE_DIR));
        folder = created;
        ThreadCommits commits = new ThreadCommits(
                Duration.ofMillis(settings.get(ParserOptions.COMMIT_INTERVAL_MS)), context.nanoTime());
        start(new KafkaStreams(
                commits.addTo(
                        ParserTopology.build(
                                partitions,
                                outputs,
                                progress,
                                metrics,
                                current,
                                new RecordAges(clock, skew),
                                context.watchdog()),
                        ParserTopology.RAW),
                new StreamsConfig(new StreamsSettings(settings, clients, instance).of(partitions, created.path())),
                StableTransactions.of(settings, instance, current, commits)));
        figures.start();
        awaitRunning();
    }

    private BlockShedding shedding(int partitions) {
        long throughput = new FormerThroughput(clients, outputs).of(instance);
        Map<Integer, StartGap> gaps = limits(1).sheds() ? startGaps(partitions, throughput) : Map.of();
        return new BlockShedding(limits(1), throughput, newer(partitions), gaps, context.nanoTime(), metrics);
    }

    /** The limits by which that many threads decide together. */
    private ShedLimits limits(int threads) {
        return ThreadLags.limits(
                settings.get(ParserOptions.MAX_AGE_MS),
                settings.get(PipelineOptions.CATCH_UP_MAX_MS),
                !settings.get(PipelineOptions.OVERLOAD).equals("complete"),
                threads);
    }

    private Map<Integer, StartGap> startGaps(int partitions, long throughput) {
        int threads = StreamsSettings.threads(settings, partitions);
        StartShedding start = new StartShedding(
                clients,
                ParserOptions.applicationId(settings),
                settings.get(ParserOptions.MAX_AGE_MS),
                new CatchUp(limits(threads), throughput * threads),
                settings.get(PipelineOptions.STARTUP_TIMEOUT_MS));
        try {
            return start.shed(partitions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessExit(ExitCode.UNEXPECTED, "interrupted while starting", e);
        }
    }

    private NewerRecords newer(int partitions) {
        long maxAgeMs = settings.get(ParserOptions.MAX_AGE_MS);
        LastStableOffsets asked = LastStableOffsets.start(
                clients, StatsNames.PARSER, clients.topics().raw(), partitions, maxAgeMs, context.watchdog());
        ends = asked;
        // Shedding for a smaller gain would lose many events for little freshness.
        return asked.newer(maxAgeMs / 2);
    }

    private void start(KafkaStreams created) {
        streams = created;
        clientMeters.show(scheduler -> new KafkaStreamsMetrics(created, List.of(), scheduler));
        context.health().ready(STAGE, this::trouble);
        context.health().degraded(STAGE, figures::reasons);
        created.setUncaughtExceptionHandler(new ThreadDeaths(context, metrics, instance, rights::refusal));
        created.setStateListener((now, before) -> {
            state = now;
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
            if (now == KafkaStreams.State.ERROR) {
                context.fatal().accept(new ProcessExit(ExitCode.UNEXPECTED, "the parser's threads died"));
            }
        });
        created.start();
    }

    private void awaitRunning() {
        long timeoutMs = settings.get(PipelineOptions.STARTUP_TIMEOUT_MS);
        try {
            if (!running.await(timeoutMs, TimeUnit.MILLISECONDS)) {
                throw new ProcessExit(
                        ExitCode.KAFKA, "the parser was not running within " + timeoutMs + " ms, but " + state);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessExit(ExitCode.UNEXPECTED, "interrupted while starting", e);
        }
    }

    private List<Reason> trouble() {
        return closed ? List.of(ReasonCode.STOPPING.because("stopping")) : StreamsTrouble.of(state);
    }

    private Snapshot snapshot(boolean stopped) {
        BlockShedding current = shedding;
        if (current != null) {
            current.look(clock.millis());
        }
        boolean starting = running.getCount() > 0 && context.nanoTime().getAsLong() - begunNanos < LONGEST_START_NANOS;
        List<Reason> reasons = new ArrayList<>(starting ? List.of() : StreamsTrouble.of(state));
        reasons.addAll(metrics.foreign().reasons());
        reasons.addAll(differences);
        CatchUpStats catchUp = current == null ? CatchUpStats.withoutEstimate(false) : current.catchUp();
        long throughput = current == null ? 0 : current.throughput();
        long nowMs = context.clock().millis();
        return own.snapshot(
                stopped, reasons, starting ? StreamsTrouble.of(state) : List.of(), catchUp, throughput, nowMs);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        figures.close();
        // Others take over at once. By default Streams does not leave the group: they would wait for a timeout.
        CloseOptions leave = CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(STOP_TIMEOUT);
        if (streams != null && !streams.close(leave)) {
            log.warn(
                    "the parser did not stop within {} s; blocks that it had not committed are parsed again",
                    STOP_TIMEOUT.toSeconds());
        }
        clientMeters.close();
        if (ends != null) {
            ends.close();
        }
        if (folder != null) {
            folder.close();
        }
    }
}
