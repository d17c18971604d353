package io.orderwire.ingestor;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.node.NodeWatch;
import io.orderwire.ingestor.publish.FencedException;
import io.orderwire.ingestor.tail.StartPosition;
import io.orderwire.ingestor.tail.Tailer;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.kafka.TopicSetup;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.PipelineProcess;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.stats.NodeStats;
import io.orderwire.runtime.stats.Slowness;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.SnapshotPublisher;
import io.orderwire.runtime.stats.StatsNames;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ingestor: node files to the raw topic, exactly once. */
public final class IngestorProcess implements PipelineProcess {
    private static final Logger log = LoggerFactory.getLogger(IngestorProcess.class);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final String STAGE = "ingestor";

    private final ProcessContext context;
    private final Settings settings;
    private final InputSettings input;
    private final KafkaClients clients;
    private final String instance;
    private final IngestorMetrics metrics;
    private final SteadyClock clock;
    private final Slowness slowness;
    private final CountDownLatch started = new CountDownLatch(1);
    private final ExecutorService committer;
    private final Thread thread;
    private final SnapshotPublisher figures;
    private int partitions;
    private volatile @Nullable IngestorAgent agent;
    private volatile @Nullable Tailer tailer;
    private volatile @Nullable NodeWatch node;
    private volatile @Nullable ClockSkew skew;
    private volatile @Nullable PruneTask prune;
    private volatile @Nullable ProcessExit failure;
    private volatile String trouble = "starting";
    private volatile List<String> differences = List.of();
    private volatile boolean stopping;

    /** An ingestor named {@code instance} in the figures. */
    public IngestorProcess(ProcessContext context, String instance) {
        this.context = context;
        this.settings = context.settings();
        this.input = new InputSettings(settings);
        this.clients = new KafkaClients(settings);
        this.instance = instance;
        this.metrics = new IngestorMetrics(context.meters());
        this.clock = context.steadyClock();
        this.slowness = new Slowness(
                StatsNames.INGESTOR,
                "bytes",
                settings.get(IngestorOptions.MAX_AGE_MS),
                settings.get(PipelineOptions.WARM_UP_MAX_MS),
                metrics.ages());
        this.committer = Executors.newSingleThreadExecutor(task -> daemon(task, "ingestor-commit"));
        this.thread = givingWay(daemon(this::run, "ingestor"));
        this.figures = new SnapshotPublisher(clients, StatsNames.INGESTOR, this::snapshot, context.watchdog());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Lowers the priority of reading, so that parsing and sending do not wait for bytes that are read only to be shed:
     * under overload it costs least to shed unread bytes. Kafka's sender thread, the committing thread and the counting
     * thread are started from this thread and inherit its priority.
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it but how much is delivered under overload
    private static Thread givingWay(Thread thread) {
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /**
     * Checks what an ingestor of these settings is to read, without starting anything.
     *
     * @throws ConfigurationException when no folder is named, the start position is invalid, a name in Kafka is too long,
     *     or Java's memory is too small for that of blocks
     * @throws ProcessExit {@link ExitCode#DATA_FOLDER} when the folder cannot be read, or holds several sources and none
     *     is chosen
     */
    public static void check(Settings settings) {
        OutputTopics.of(settings);
        InputSettings input = new InputSettings(settings);
        input.startPosition();
        input.pruneKeep();
        input.checkMemory(Runtime.getRuntime().maxMemory());
        input.findSource();
    }

    @Override
    public void start() {
        check(settings);
        context.health().ready(STAGE, this::notReady);
        TopicSetup topics = new TopicSetup(settings);
        partitions = topics.ensure();
        differences = topics.differences();
        thread.start();
        long timeoutMs = settings.get(PipelineOptions.STARTUP_TIMEOUT_MS);
        try {
            if (!FirstCommit.await(started, timeoutMs, this::learnedBytes)) {
                throw new ProcessExit(ExitCode.KAFKA, "no first commit within " + timeoutMs + " ms: " + trouble);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessExit(ExitCode.UNEXPECTED, "interrupted while starting", e);
        }
        ProcessExit failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    private List<String> notReady() {
        if (trouble.isEmpty()) {
            return List.of();
        }
        long learned = learnedBytes();
        boolean learning = started.getCount() > 0 && learned > 0;
        return List.of(learning ? "reading the last blocks again: " + (learned >> 20) + " MiB so far" : trouble);
    }

    private long learnedBytes() {
        Tailer reading = tailer;
        return reading == null ? 0 : reading.learnedBytes();
    }

    private void run() {
        try {
            StartPosition start = input.startPosition();
            Optional<Source> source = input.findSource();
            if (source.isEmpty()) {
                source = awaitSource();
                // Everything in a folder that did not exist at the start was written while this process waited for it.
                start = new StartPosition.Beginning();
            }
            if (source.isPresent()) {
                IngestorAgent wired = wire(source.get(), start);
                work(wired);
                wired.finish();
            }
        } catch (ProcessExit e) {
            IngestorAgent wired = agent;
            if (wired != null) {
                wired.release();
            }
            fail(e);
        } catch (Throwable e) {
            fail(new ProcessExit(ExitCode.UNEXPECTED, "the ingestor failed: " + e, e));
        }
    }

    private Optional<Source> awaitSource() {
        trouble = "no folder of order statuses in " + input.dataFolder() + " yet";
        log.warn("{}: waiting for one of {}", trouble, Source.options());
        started.countDown();
        Optional<Source> found = Optional.empty();
        while (found.isEmpty() && !stopping) {
            LockSupport.parkNanos(RETRY_PAUSE.toNanos());
            found = input.findSource();
        }
        return found;
    }

    private IngestorAgent wire(Source source, StartPosition start) {
        IngestorParts parts = new IngestorParts(context, input, clients, source, partitions);
        Tailer newTailer = parts.tailer(start, metrics);
        IngestorAgent wired = parts.agent(newTailer, committer, metrics);
        metrics.gauges(context.meters(), newTailer);
        context.watchdog().watch(STAGE, wired);
        NodeWatch watched = parts.node(newTailer);
        metrics.node(context.meters(), watched);
        node = watched;
        tailer = newTailer;
        skew = parts.skew();
        agent = wired;
        input.pruneKeep().ifPresent(keep -> prune = parts.prune(keep, wired::committed, metrics));
        return wired;
    }

    private void work(IngestorAgent wired) {
        long pollNanos = TimeUnit.MILLISECONDS.toNanos(settings.get(IngestorOptions.POLL_MS));
        while (!stopping) {
            try {
                wired.recover();
                running();
                while (!stopping) {
                    if (!wired.doWork()) {
                        LockSupport.parkNanos(pollNanos);
                    }
                }
            } catch (FencedException e) {
                wired.abandon();
                stopIfReplaced(wired, e);
            } catch (KafkaException | IOException e) {
                wired.abandon();
                retryLater(wired, e);
            }
        }
    }

    private void running() {
        trouble = "";
        if (started.getCount() > 0) {
            started.countDown();
        }
        figures.start();
        PruneTask pruning = prune;
        if (pruning != null) {
            pruning.start();
        }
    }

    /** Kafka also fences a producer whose transaction timed out: only a state of another owner proves a takeover. */
    private void stopIfReplaced(IngestorAgent wired, FencedException e) {
        try {
            if (wired.lostOwnership()) {
                throw new ProcessExit(
                        ExitCode.FENCED,
                        "another ingestor took over " + clients.topics().ingestor()
                                + "; if it belongs to another installation, give each its own "
                                + PipelineOptions.TOPICS_PREFIX.name(),
                        e);
            }
            log.warn("a transaction timed out; reading again from what was committed");
        } catch (KafkaException unreachable) {
            retryLater(wired, unreachable);
        }
    }

    private void retryLater(IngestorAgent wired, Exception e) {
        String text = describe(e);
        if (trouble.isEmpty()) {
            log.warn("not committing, will go on from what was committed last: {}", text);
        }
        trouble = text;
        wired.progressed();
        LockSupport.parkNanos(RETRY_PAUSE.toNanos());
    }

    private static String describe(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidTimestampException) {
                return "Kafka refuses its timestamps: the clock of this host is further ahead of the broker's than "
                        + TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG + " of the topics allows";
            }
        }
        return e.toString();
    }

    private void fail(ProcessExit exit) {
        failure = exit;
        trouble = String.valueOf(exit.getMessage());
        boolean early = started.getCount() > 0;
        started.countDown();
        if (!early && !stopping) {
            context.fatal().accept(exit);
        }
    }

    private Snapshot snapshot(boolean stopped) {
        IngestorAgent current = agent;
        Tailer reading = tailer;
        Map<String, Long> values = IngestorStats.of(current == null ? null : current.committed(), reading);
        List<String> degraded = new ArrayList<>(context.health().degraded());
        if (!trouble.isEmpty()) {
            degraded.add(trouble);
        }
        if (reading != null) {
            degraded.addAll(reading.reasons());
            // Recorded here as well, so that a cycle that is never committed makes the ingestor slow.
            metrics.age(reading.liveAgeMs());
        }
        CatchUpStats catchUp = reading == null ? CatchUpStats.withoutEstimate(false) : reading.catchUp();
        degraded.addAll(slowness.look(clock.millis(), catchUp.mode()));
        degraded.addAll(differences);
        degraded.addAll(metrics.foreign().reasons());
        ClockSkew known = skew;
        if (known != null) {
            degraded.addAll(known.look());
        }
        PruneTask pruning = prune;
        if (pruning != null) {
            degraded.addAll(pruning.reasons());
        }
        String note = current == null ? null : current.note();
        if (note != null) {
            degraded.add(note);
        }
        NodeWatch watched = node;
        if (watched != null) {
            degraded.addAll(watched.look());
        }
        return new Snapshot(StatsNames.INGESTOR, instance, context.clock().millis(), stopped, degraded, values)
                .in(slowness.state(catchUp, List.of()))
                .of(watched == null ? NodeStats.UNKNOWN : watched.stats());
    }

    @Override
    public void close() {
        if (stopping) {
            return;
        }
        stopping = true;
        context.watchdog().forget(STAGE);
        PruneTask pruning = prune;
        if (pruning != null) {
            pruning.close();
        }
        LockSupport.unpark(thread);
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.warn(
                    "the ingestor did not stop within {} s; what it had not committed is read again",
                    STOP_TIMEOUT.toSeconds());
        }
        committer.shutdownNow();
        figures.close();
    }
}
