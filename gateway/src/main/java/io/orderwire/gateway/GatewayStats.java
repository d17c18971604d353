package io.orderwire.gateway;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.NameRival;
import io.orderwire.gateway.stats.NewestSnapshots;
import io.orderwire.gateway.stats.OwnStats;
import io.orderwire.gateway.stats.StatsFollower;
import io.orderwire.runtime.agent.AgentThread;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.stats.NameClaim;
import io.orderwire.runtime.stats.ProcessIdentity;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.SnapshotPublisher;
import io.orderwire.runtime.stats.StatsNames;
import java.util.List;
import java.util.function.Consumer;

/** Follows the stats of all processes, publishes this gateway's stats, and merges both into the pipeline's stats. */
final class GatewayStats {
    private final ProcessContext context;
    private final GatewaySetup setup;
    private final GatewayMetrics metrics;
    private final NewestSnapshots snapshots;
    private final OwnStats own;
    private final ProcessIdentity process = ProcessIdentity.create();

    GatewayStats(
            ProcessContext context,
            GatewaySetup setup,
            ClockSkew skew,
            GatewayMetrics metrics,
            OwnStats.Source condition) {
        this.context = context;
        this.setup = setup;
        this.metrics = metrics;
        snapshots = new NewestSnapshots(context.nanoTime(), skew);
        own = new OwnStats(
                metrics, condition, OutputTopics.of(context.settings()).name(), context.clock());
    }

    /**
     * Starts to follow the stats of all processes, waits until all existing snapshots have been read, and continues the
     * counts that a previous gateway with the name {@code instance} published.
     *
     * @param gaps receives each gap that the ingestor or a parser reports, JSON, on the follower's thread
     */
    void follow(StartedParts parts, String instance, Consumer<byte[]> gaps, StartTimeout timeout)
            throws InterruptedException {
        StatsFollower follower = new StatsFollower(
                setup.consumers()::figures,
                OutputTopics.of(context.settings()),
                snapshots,
                gaps,
                metrics.failedRecords(),
                new NameRival(own.key(instance), process, rival -> nameIsTaken(instance, rival)));
        parts.add(new AgentThread(follower, context.watchdog())).start();
        timeout.require(follower.awaitCaughtUp(timeout.leftMs()), "the stats could not be read", List.of());
        own.resume(instance, snapshots);
    }

    private void nameIsTaken(String instance, Snapshot rival) {
        context.fatal()
                .accept(new ProcessExit(
                        ExitCode.USAGE, NameClaim.taken(StatsNames.GATEWAY, instance, rival.process())));
    }

    /** Starts to publish a snapshot of this gateway's stats once a second. */
    void publish(StartedParts parts) {
        SnapshotPublisher publisher = parts.add(
                new SnapshotPublisher(setup.kafka(), StatsNames.GATEWAY, process, own::snapshot, context.watchdog()));
        context.health().degraded(StatsNames.GATEWAY, publisher::reasons);
        publisher.start();
    }

    /** Takes a sample of the pipeline's stats, for the trend of its lag and for the history; called once a second. */
    void look() {
        snapshots.look(() -> own.snapshot(false));
    }

    /** The pipeline's stats, in the format of {@code GET /stats}. */
    byte[] json() {
        return snapshots.stats(() -> own.snapshot(false)).toJson();
    }

    /** The pipeline's stats of the last 15 minutes, in the format of {@code GET /stats/history}. */
    byte[] history() {
        return snapshots.history();
    }
}
