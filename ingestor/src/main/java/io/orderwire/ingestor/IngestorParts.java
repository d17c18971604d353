package io.orderwire.ingestor;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.checkpoint.Recovery;
import io.orderwire.ingestor.node.NodeFolder;
import io.orderwire.ingestor.node.NodeLimits;
import io.orderwire.ingestor.node.NodeWatch;
import io.orderwire.ingestor.publish.Publisher;
import io.orderwire.ingestor.repeat.BlockWatch;
import io.orderwire.ingestor.shed.ByteAgeLimit;
import io.orderwire.ingestor.shed.ByteShedding;
import io.orderwire.ingestor.shed.ShedEventCounter;
import io.orderwire.ingestor.split.LineSplitter;
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
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of an ingestor of one source together, in the order in which data meets them. */
final class IngestorParts {
    private static final Logger log = LoggerFactory.getLogger(IngestorParts.class);

    private static final Duration READ_STATE_TIMEOUT = Duration.ofSeconds(20);

    private final ProcessContext context;
    private final Settings settings;
    private final KafkaClients clients;
    private final Source source;
    private final int partitions;
    private final NodeFolder folder;
    private final CountingPace pace = new CountingPace();
    private final AgentThread counting;
    private final ByteShedding jumps;
    private final SteadyClock clock;
    private final ClockSkew skew;

    IngestorParts(ProcessContext context, InputSettings input, KafkaClients clients, Source source, int partitions) {
        this.context = context;
        this.settings = context.settings();
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
        this.jumps = new ByteShedding(
                latest ? ByteAgeLimit.latest(maxAgeMs, catchUpMaxMs) : ByteAgeLimit.complete(maxAgeMs, catchUpMaxMs),
                counter);
    }

    /** The skew between this host's clock and that of the node's host. */
    ClockSkew skew() {
        return skew;
    }

    private LineSplitter splitter() {
        return new LineSplitter(source, settings.get(PipelineOptions.MAX_EVENT_BYTES));
    }

    Tailer tailer(StartPosition start, IngestorMetrics metrics) {
        boolean drop = settings.get(IngestorOptions.DROP_DUPLICATES);
        BlockWatch watch = new BlockWatch(source == Source.BY_BLOCK, drop, metrics::blockWentBack);
        Tailer tailer = new Tailer(folder.path(), splitter(), start, jumps, watch, clock, skew);
        if (!tailer.folderExists()) {
            log.warn("{} is not there yet: waiting for it", folder.path());
        }
        pace.behind(tailer::behindBytes);
        return tailer;
    }

    /** Watches the node whose files that tailer reads. */
    NodeWatch node(Tailer tailer) {
        NodeLimits limits = new NodeLimits(
                settings.get(IngestorOptions.NODE_LAG_MAX_MS), settings.get(IngestorOptions.NODE_SILENT_MAX_MS));
        return new NodeWatch(tailer.output(), folder, limits, clock);
    }

    IngestorAgent agent(Tailer tailer, ExecutorService committer, IngestorMetrics metrics) {
        counting.start();
        int timeoutMs = settings.get(IngestorOptions.TRANSACTION_TIMEOUT_MS);
        return new IngestorAgent(
                tailer,
                jumps,
                counting,
                new Recovery(clients, source, partitions, READ_STATE_TIMEOUT, metrics.foreign()),
                () -> new Publisher(clients, source, timeoutMs),
                committer,
                metrics,
                context.clock(),
                UUID.randomUUID().toString(),
                new IngestorAgent.Pacing(
                        settings.get(IngestorOptions.CYCLE_MS), settings.get(IngestorOptions.CYCLE_BYTES)),
                new IngestorAgent.FirstStart(
                        settings.get(IngestorOptions.RESET), settings.get(IngestorOptions.TAKE_OVER)));
    }

    PruneTask prune(Duration keep, Supplier<@Nullable IngestorState> checkpoint, IngestorMetrics metrics) {
        return new PruneTask(context, folder.path(), keep, checkpoint, metrics);
    }
}
