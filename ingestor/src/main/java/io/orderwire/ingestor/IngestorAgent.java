package io.orderwire.ingestor;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.publish.FencedException;
import io.orderwire.ingestor.tail.StartPosition;
import io.orderwire.runtime.agent.Agent;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the source, recovers and runs the {@link Cycles}; after a failure it recovers again, as long as Kafka or the files
 * may become available again. Its thread has a low priority, so that parsing and sending do not wait for bytes that would be
 * shed later anyway: under overload, unread bytes are the cheapest to shed.
 */
final class IngestorAgent implements Agent, StallWatchdog.Stage {
    private static final Logger log = LoggerFactory.getLogger(IngestorAgent.class);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    /** Wires the parts when the source is known. */
    interface Wiring {
        RunningIngestor wire(Source source, StartPosition start);
    }

    private final InputSettings input;
    private final Wiring wiring;
    private final IngestorStatus status;
    private final String ownerTopic;
    private final Function<Exception, Optional<String>> refusals;
    private final Runnable onRunning;
    private final long pollNanos;
    private volatile @Nullable RunningIngestor running;
    private boolean waited;
    private boolean recovered;
    private boolean begun;
    private boolean failed;
    private long idleNanos;

    /**
     * @param ownerTopic topic of the checkpoint, named in the message about an ingestor that took over
     * @param refusals explains why Kafka refused a call; empty if a failure is not a refusal
     * @param onRunning called after each recovery
     */
    IngestorAgent(
            InputSettings input,
            Wiring wiring,
            IngestorStatus status,
            String ownerTopic,
            Function<Exception, Optional<String>> refusals,
            Runnable onRunning) {
        this.refusals = refusals;
        this.input = input;
        this.wiring = wiring;
        this.status = status;
        this.ownerTopic = ownerTopic;
        this.onRunning = onRunning;
        this.pollNanos = TimeUnit.MILLISECONDS.toNanos(input.settings().get(IngestorOptions.POLL_MS));
    }

    /** The wired parts, or null while the source is not known; from any thread. */
    @Nullable
    RunningIngestor running() {
        return running;
    }

    @Override
    public String name() {
        return "ingestor";
    }

    @Override
    public boolean givesWay() {
        return true;
    }

    @Override
    public Duration stopTimeout() {
        return STOP_TIMEOUT;
    }

    @Override
    public long idleNanos() {
        return idleNanos;
    }

    /** Makes one round: looks for the source, recovers, or reads and commits. */
    @Override
    public int doWork() {
        try {
            RunningIngestor current = running == null ? find() : running;
            return current == null ? 0 : work(current);
        } catch (ProcessExit e) {
            RunningIngestor current = running;
            if (current != null) {
                current.cycles().release();
            }
            return fail(e);
        } catch (Throwable e) {
            return fail(new ProcessExit(ExitCode.UNEXPECTED, "the ingestor failed: " + e, e));
        }
    }

    private int fail(ProcessExit exit) {
        failed = true;
        status.failed(exit);
        return ENDED;
    }

    private @Nullable RunningIngestor find() {
        StartPosition start = input.startPosition();
        Optional<Source> source = input.findSource();
        if (source.isEmpty()) {
            idleNanos = RETRY_NANOS;
            if (!waited) {
                waited = true;
                String text = "no folder of order statuses in " + input.dataFolder() + " yet";
                status.waiting(text);
                log.warn("{}: waiting for one of {}", text, Source.options());
            }
            return null;
        }
        // If the folder did not exist at the start, all of its files were written while this process waited for it.
        RunningIngestor wired = wiring.wire(source.get(), waited ? new StartPosition.Beginning() : start);
        running = wired;
        return wired;
    }

    private int work(RunningIngestor current) {
        Cycles cycles = current.cycles();
        try {
            if (!recovered) {
                cycles.recover();
                recovered = true;
                begun = true;
                status.running();
                onRunning.run();
                return 1;
            }
            boolean worked = cycles.doWork();
            idleNanos = cycles.idleNanos(pollNanos);
            return worked ? 1 : 0;
        } catch (FencedException e) {
            abandon(cycles);
            return stopIfReplaced(current, e);
        } catch (KafkaException | IOException e) {
            abandon(cycles);
            return retryLater(cycles, e);
        }
    }

    private void abandon(Cycles cycles) {
        recovered = false;
        cycles.abandon();
    }

    /** Kafka also fences a producer whose transaction timed out: only a checkpoint with another owner proves a takeover. */
    private int stopIfReplaced(RunningIngestor current, FencedException e) {
        try {
            if (current.commits().lostOwnership()) {
                throw new ProcessExit(
                        ExitCode.FENCED,
                        "another ingestor took over " + ownerTopic
                                + "; if it belongs to another installation, give each its own "
                                + PipelineOptions.TOPICS_PREFIX.name(),
                        e);
            }
            log.warn("a transaction timed out; reading again from the last checkpoint");
            return 1;
        } catch (KafkaException unreachable) {
            return retryLater(current.cycles(), unreachable);
        }
    }

    private int retryLater(Cycles cycles, Exception e) {
        Optional<String> refusal = refusals.apply(e);
        if (refusal.isPresent() && !begun) {
            throw new ProcessExit(ExitCode.KAFKA, refusal.get(), e);
        }
        String text = refusal.orElseGet(() -> describe(e));
        if (status.trouble() == null) {
            log.warn("not committing, will resume from the last checkpoint: {}", text);
        }
        status.trouble(text);
        cycles.progress().made();
        idleNanos = RETRY_NANOS;
        return 0;
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

    /** Commits what has been read. */
    @Override
    public void onClose() throws IOException {
        RunningIngestor current = running;
        if (current != null && !failed) {
            try {
                current.cycles().finish();
            } catch (IOException | RuntimeException e) {
                current.cycles().release();
                throw e;
            }
        }
    }

    @Override
    public StallWatchdog.Stage stage(StallWatchdog.Stage steps) {
        return this;
    }

    @Override
    public boolean hasWork() {
        RunningIngestor current = running;
        return current != null && current.cycles().progress().hasWork();
    }

    @Override
    public long progress() {
        RunningIngestor current = running;
        return current == null ? 0 : current.cycles().progress().progress();
    }
}
