package io.orderwire.ingestor;

import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.reason.ReasonTimes;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.stats.NodeStats;
import io.orderwire.runtime.stats.Slowness;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the ingestor's snapshots: its stats, and all reasons why it is degraded. */
final class IngestorSnapshots {
    private final ProcessContext context;
    private final String instance;
    private final IngestorMetrics metrics;
    private final IngestorStatus status;
    private final Supplier<@Nullable RunningIngestor> running;
    private final SteadyClock clock;
    private final Slowness slowness;
    private final ReasonTimes times = new ReasonTimes();
    private volatile List<Reason> differences = List.of();

    /**
     * @param running the wired parts, null while the source is not known
     */
    IngestorSnapshots(
            ProcessContext context,
            String instance,
            IngestorMetrics metrics,
            IngestorStatus status,
            Supplier<@Nullable RunningIngestor> running) {
        Settings settings = context.settings();
        this.context = context;
        this.instance = instance;
        this.metrics = metrics;
        this.status = status;
        this.running = running;
        this.clock = context.steadyClock();
        this.slowness = new Slowness(
                StatsNames.INGESTOR,
                "bytes",
                settings.get(IngestorOptions.MAX_AGE_MS),
                settings.get(PipelineOptions.WARM_UP_MAX_MS),
                metrics.ages());
    }

    /** Differences between the topics and the settings. */
    void differences(List<Reason> found) {
        differences = found;
    }

    /** A snapshot, the last one if {@code stopped}. */
    Snapshot snapshot(boolean stopped) {
        RunningIngestor current = running.get();
        CatchUpStats catchUp = current == null
                ? CatchUpStats.withoutEstimate(false)
                : current.tailer().catchUp();
        List<Reason> degraded = degraded(current, catchUp);
        Map<String, Long> values = current == null
                ? IngestorStats.of(null, null)
                : IngestorStats.of(current.cycles().committed(), current.tailer());
        slowness.addTo(values);
        return new Snapshot(StatsNames.INGESTOR, instance, context.clock().millis(), stopped, degraded, values)
                .in(slowness.state(catchUp, List.of()))
                .of(current == null ? NodeStats.UNKNOWN : current.node().stats())
                .timed(times);
    }

    private List<Reason> degraded(@Nullable RunningIngestor current, CatchUpStats catchUp) {
        List<Reason> degraded = new ArrayList<>(context.health().degraded());
        Reason trouble = status.trouble();
        if (trouble != null) {
            degraded.add(trouble);
        }
        if (current != null) {
            degraded.addAll(current.tailer().reasons());
            // Recorded here as well, so that a cycle that is never committed makes the ingestor slow.
            metrics.age(current.tailer().liveAgeMs());
        }
        degraded.addAll(slowness.look(clock.millis(), catchUp.mode()));
        degraded.addAll(differences);
        degraded.addAll(metrics.foreign().reasons());
        if (current != null) {
            degraded.addAll(current.skew().look());
            PruneTask pruning = current.prune();
            if (pruning != null) {
                degraded.addAll(pruning.reasons());
            }
            String note = current.commits().note();
            if (note != null) {
                degraded.add(ReasonCode.CHECKPOINT_LOST.because(note));
            }
            degraded.addAll(current.node().look());
        }
        return degraded;
    }
}
