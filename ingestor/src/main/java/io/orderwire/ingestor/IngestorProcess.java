package io.orderwire.ingestor;

import io.orderwire.contract.topic.Topics;
import io.orderwire.runtime.agent.AgentThread;
import io.orderwire.runtime.agent.TaskAgent;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.ClientMeters;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.KafkaRefusal;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.kafka.TopicRights;
import io.orderwire.runtime.kafka.TopicSetup;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.PipelineProcess;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.stats.SnapshotPublisher;
import io.orderwire.runtime.stats.StatsNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ingestor: writes the events of the node's files to the raw topic, exactly once. */
public final class IngestorProcess implements PipelineProcess {
    private static final Logger log = LoggerFactory.getLogger(IngestorProcess.class);
    private static final String STAGE = "ingestor";

    /** Largest number of commits in the mailbox: one, and abandoned ones that are about to fail. */
    private static final int MOST_COMMITS = 4;

    private final ProcessContext context;
    private final Settings settings;
    private final ClientMeters clientMeters;
    private final KafkaClients clients;
    private final IngestorMetrics metrics;
    private final IngestorStatus status;
    private final TaskAgent commits = new TaskAgent("ingestor-commit", MOST_COMMITS);
    private final AgentThread committer;
    private final IngestorAgent agent;
    private final AgentThread thread;
    private final IngestorSnapshots snapshots;
    private final SnapshotPublisher figures;
    private volatile int partitions;
    private volatile boolean stopping;

    /** An ingestor that is named {@code instance} in its stats. */
    public IngestorProcess(ProcessContext context, String instance) {
        this.context = context;
        this.settings = context.settings();
        this.clientMeters = new ClientMeters(context.meters(), STAGE, context.watchdog());
        this.clients = new KafkaClients(settings, clientMeters);
        this.metrics = new IngestorMetrics(context.meters());
        this.status = new IngestorStatus(context.fatal());
        this.committer = new AgentThread(commits, context.watchdog());
        metrics.commits(context.meters(), commits);
        InputSettings input = new InputSettings(settings);
        this.agent = new IngestorAgent(
                input,
                (source, start) ->
                        new IngestorParts(context, input, clients, source, partitions).wire(start, commits, metrics),
                status,
                clients.topics().ingestor(),
                failure -> clients.refusal().of(failure, KafkaRefusal.Use.READING),
                this::running);
        this.thread = new AgentThread(agent, context.watchdog());
        this.snapshots = new IngestorSnapshots(context, instance, metrics, status, agent::running);
        this.figures = new SnapshotPublisher(clients, StatsNames.INGESTOR, snapshots::snapshot, context.watchdog());
    }

    /**
     * Checks the input of an ingestor with these settings, without starting anything.
     *
     * @throws ConfigurationException when no folder is named, the start position is invalid, a name in Kafka is too long, or
     *     Java's heap is too small for the memory of recent blocks
     * @throws ProcessExit {@link ExitCode#DATA_FOLDER} when the folder cannot be read, or holds several sources and none is
     *     chosen
     */
    public static void check(Settings settings) {
        checkInput(settings, Runtime.getRuntime().maxMemory());
    }

    /**
     * The same for an ingestor that is to run in another JVM.
     *
     * @param javaBytes the heap of that JVM
     */
    public static void checkInput(Settings settings, long javaBytes) {
        OutputTopics.of(settings);
        InputSettings input = new InputSettings(settings);
        input.startPosition();
        input.pruneKeep();
        input.checkMemory(javaBytes);
        input.findSource();
    }

    @Override
    public void start() {
        check(settings);
        context.health().ready(STAGE, () -> status.notReady(learnedBytes()));
        context.health().degraded(STAGE, figures::reasons);
        TopicSetup topics = new TopicSetup(settings, rights());
        partitions = topics.ensure();
        snapshots.differences(topics.differences());
        committer.start();
        thread.start();
        status.awaitStarted(settings.get(PipelineOptions.STARTUP_TIMEOUT_MS), this::learnedBytes);
    }

    private TopicRights rights() {
        Topics topics = clients.topics();
        TopicRights rights = new TopicRights()
                .reads(topics.raw(), topics.ingestor(), topics.pipeline())
                .writes(topics.raw(), topics.ingestor(), topics.pipeline(), topics.gaps());
        return new InputSettings(settings).pruneKeep().isPresent()
                ? rights.reads(topics.gaps(), OutputTopics.of(settings).gaps())
                : rights;
    }

    private long learnedBytes() {
        RunningIngestor current = agent.running();
        return current == null ? 0 : current.tailer().learnedBytes();
    }

    /** Called on the ingestor's thread after each recovery. */
    private void running() {
        figures.start();
        PruneTask pruning = pruning();
        if (pruning != null) {
            pruning.start();
        }
    }

    private @Nullable PruneTask pruning() {
        RunningIngestor current = agent.running();
        return current == null ? null : current.prune();
    }

    @Override
    public void close() {
        if (stopping) {
            return;
        }
        stopping = true;
        status.stopping();
        PruneTask pruning = pruning();
        if (pruning != null) {
            pruning.close();
        }
        thread.close();
        if (thread.isAlive()) {
            log.warn("bytes that the ingestor had not committed are read again");
        }
        committer.close();
        figures.close();
        clientMeters.close();
    }
}
