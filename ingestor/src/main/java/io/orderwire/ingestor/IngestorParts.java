package io.orderwire.ingestor;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.Recovery;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.node.NodeFolder;
import io.orderwire.ingestor.node.NodeLimits;
import io.orderwire.ingestor.node.NodeWatch;
import io.orderwire.ingestor.prune.SetAside;
import io.orderwire.ingestor.publish.Publisher;
import io.orderwire.ingestor.shed.ByteAgeLimit;
import io.orderwire.ingestor.shed.ByteShedding;
import io.orderwire.ingestor.shed.ShedEventCounter;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.ingestor.tail.HourlySource;
import io.orderwire.ingestor.tail.StartPosition;
import io.orderwire.ingestor.tail.Tailer;
import io.orderwire.runtime.agent.AgentThread;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.process.ProcessContext;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the parts of an ingestor for one source, in the order in which data passes them. */
final class IngestorParts {
    private static final Logger log = LoggerFactory.getLogger(IngestorParts.class);

    private static final Duration READ_STATE_TIMEOUT = Duration.ofSeconds(20);

    private final ProcessContext context;
    private final Settings settings;
    private final InputSettings input;
    private final KafkaClients clients;
    private final Source source;
    private final int partitions;
    private final NodeFolder folder;
    private final CountingPace pace = new CountingPace();
    private final AgentThread counting;
    private final ByteShedding shedding;
    private final SteadyClock clock;
    private final ClockSkew skew;

    IngestorParts(ProcessContext context, InputSettings input, KafkaClients clients, Source source, int partitions) {
        this.context = context;
        this.settings = context.settings();
        this.input = input;
        this.clients = clients;
        this.source = source;
        this.partitions = partitions;
        this.clock = context.steadyClock();
        this.skew = new ClockSkew(clock, "the node's");
        this.folder = new NodeFolder(input.dataFolder(), source);
        ShedEventCounter counter = new ShedEventCounter(folder.path(), splitter(), pace);
        this.counting = new AgentThread(counter, context.watchdog());
        boolean latest = settings.get(PipelineOptions.OVERLOAD).equals("latest");
        long maxAgeMs = settings.get(IngestorOptions.MAX_AGE_MS);
        long catchUpMaxMs = settings.get(PipelineOptions.CATCH_UP_MAX_MS);
        this.shedding = new ByteShedding(
                latest ? ByteAgeLimit.latest(maxAgeMs, catchUpMaxMs) : ByteAgeLimit.complete(maxAgeMs, catchUpMaxMs),
                counter);
    }

    /** Wires all parts and registers their gauges. */
    RunningIngestor wire(StartPosition start, Executor committer, IngestorMetrics metrics) {
        Tailer tailer = tailer(start, metrics);
        Commits commits = commits(committer, metrics);
        Cycles cycles = cycles(tailer, commits, metrics);
        metrics.reading(context.meters(), tailer, settings.get(IngestorOptions.MAX_AGE_MS));
        metrics.checkpoint(context.meters(), cycles::committed, partitions);
        NodeWatch node = node(tailer);
        metrics.node(context.meters(), node);
        PruneTask prune = input.pruneKeep()
                .map(keep -> new PruneTask(context, folder.path(), keep, cycles::committed, metrics))
                .orElse(null);
        return new RunningIngestor(cycles, commits, tailer, node, skew, prune);
    }

    private LineSplitter splitter() {
        return new LineSplitter(source, settings.get(PipelineOptions.MAX_EVENT_BYTES));
    }

    Tailer tailer(StartPosition start, IngestorMetrics metrics) {
        boolean drop = settings.get(IngestorOptions.DROP_DUPLICATES);
        RewindDetector watch = new RewindDetector(source == Source.BY_BLOCK, drop, metrics::blockWentBack);
        HourlySource hourly = new HourlySource(folder.path(), start, SetAside::is);
        Tailer tailer = new Tailer(hourly, splitter(), shedding, watch, clock, skew);
        if (!tailer.folderExists()) {
            log.warn("{} is not there yet: waiting for it", folder.path());
        }
        pace.lag(tailer::behindBytes);
        return tailer;
    }

    /** Creates the watch over the node whose files the tailer reads. */
    private NodeWatch node(Tailer tailer) {
        NodeLimits limits = new NodeLimits(
                settings.get(IngestorOptions.NODE_LAG_MAX_MS), settings.get(IngestorOptions.NODE_SILENT_MAX_MS));
        return new NodeWatch(tailer.output(), folder, limits, clock);
    }

    Commits commits(Executor committer, IngestorMetrics metrics) {
        int timeoutMs = settings.get(IngestorOptions.TRANSACTION_TIMEOUT_MS);
        return new Commits(
                new Recovery(
                        clients,
                        source,
                        partitions,
                        settings.get(PipelineOptions.PARTITIONS),
                        READ_STATE_TIMEOUT,
                        metrics.foreign()),
                () -> new Publisher(clients, source, timeoutMs),
                committer,
                UUID.randomUUID().toString());
    }

    /** Creates the cycles, and starts the thread that counts the events of shed bytes. The cycles stop this thread. */
    Cycles cycles(Tailer tailer, Commits commits, IngestorMetrics metrics) {
        counting.start();
        return new Cycles(
                new Cycles.Input(tailer, shedding, counting),
                commits,
                metrics,
                new CycleLimits(
                        new CyclePacing(
                                TimeUnit.MILLISECONDS.toNanos(settings.get(IngestorOptions.CYCLE_MS)),
                                System::nanoTime),
                        settings.get(IngestorOptions.CYCLE_BYTES),
                        context.clock()),
                new FirstStart(settings.get(IngestorOptions.RESET), settings.get(IngestorOptions.TAKE_OVER)));
    }
}
