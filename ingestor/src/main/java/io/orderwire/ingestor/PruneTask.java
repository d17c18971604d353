package io.orderwire.ingestor;

import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.prune.PruneLog;
import io.orderwire.ingestor.prune.PruneReport;
import io.orderwire.ingestor.prune.Pruner;
import io.orderwire.runtime.agent.WatchedTimer;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prunes the hour files at intervals while the ingestor runs, on its own watched thread. */
final class PruneTask implements AutoCloseable {
    /** Name of the thread and of its watchdog stage. */
    static final String STAGE = "ingestor-prune";

    private static final Logger log = LoggerFactory.getLogger(PruneTask.class);

    /**
     * Number of pauses in the time to keep files. A pause is a twelfth of that time, but at least 5 s and at most 10
     * min, so a file is deleted about one pause late at most.
     */
    private static final int RUNS = 12;

    private static final Duration LEAST_PAUSE = Duration.ofSeconds(5);
    private static final Duration MOST_PAUSE = Duration.ofMinutes(10);

    /**
     * Number of failures in a row that are reported as a reason; a single failure may be caused by a broker that
     * restarts.
     */
    private static final int REPEATED = 2;

    private final WatchedTimer timer;
    private final Pruner pruner;
    private final PruneLog lines = new PruneLog(log::info);
    private final IngestorMetrics metrics;
    private final long pauseMs;
    private boolean begun;
    private int failures;
    private volatile boolean closed;
    private volatile List<Reason> reasons = List.of();

    /**
     * @param source folder of the source
     * @param checkpoint the last committed state, null before the first commit; called on the timer's thread
     */
    PruneTask(
            ProcessContext context,
            Path source,
            Duration keep,
            Supplier<@Nullable IngestorState> checkpoint,
            IngestorMetrics metrics) {
        this.metrics = metrics;
        this.timer = new WatchedTimer(STAGE, context.watchdog());
        this.pruner = Pruner.of(context.settings(), source, keep, checkpoint, context.clock(), timer::progressed);
        this.pauseMs = pause(keep).toMillis();
    }

    static Duration pause(Duration keep) {
        Duration pause = keep.dividedBy(RUNS);
        if (pause.compareTo(LEAST_PAUSE) < 0) {
            return LEAST_PAUSE;
        }
        return pause.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : pause;
    }

    /** Starts the timer unless it was started before; called by one thread. */
    void start() {
        if (!begun) {
            begun = true;
            timer.every("pruning", pauseMs, pauseMs, this::run);
        }
    }

    private void run() {
        try {
            PruneReport report = pruner.prune(false);
            metrics.pruned(report.files(), report.bytes());
            lines.log(report);
            failures = 0;
            reasons = List.of();
        } catch (RuntimeException e) {
            if (closed) {
                return;
            }
            failures++;
            if (failures == 1) {
                log.warn("hour files cannot be pruned, retrying in {} s", pauseMs / 1_000, e);
            }
            if (failures >= REPEATED) {
                reasons = List.of(ReasonCode.PRUNING_FAILS.because(
                        "hour files were not pruned " + failures + " times in a row: " + e.getMessage()));
            }
        }
    }

    /** Why files are not pruned; empty after a successful run and after a single failure. May be called by any thread. */
    List<Reason> reasons() {
        return reasons;
    }

    @Override
    public void close() {
        closed = true;
        timer.close();
    }
}
