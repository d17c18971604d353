package io.orderwire.gateway.stats;

import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import io.orderwire.runtime.stats.NodeStats;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Computes the accounts of the pipeline from the newest snapshot of each process that ever ran. An ingestor continues the
 * totals of its predecessor, so the newest one has them all; parsers are merged {@linkplain PartitionMerge by partition};
 * each gateway counts for itself.
 */
final class StatsMerge {
    private static final List<String> ROLES = List.of(StatsNames.INGESTOR, StatsNames.PARSER, StatsNames.GATEWAY);

    private final List<KnownSnapshot> known;
    private final List<Snapshot> ingestors;
    private final List<Snapshot> parsers;
    private final List<Snapshot> gateways;

    /** Takes the newest snapshot of each instance, and a current one of this gateway. */
    StatsMerge(Collection<KnownSnapshot> snapshots) {
        this.known = snapshots.stream()
                .sorted(Comparator.comparingLong(KnownSnapshot::arrival))
                .toList();
        this.ingestors = of(StatsNames.INGESTOR, each -> true);
        this.parsers = of(StatsNames.PARSER, each -> true);
        this.gateways = of(StatsNames.GATEWAY, each -> true);
    }

    /** The snapshots of a role, in the order in which they arrived. */
    private List<Snapshot> of(String role, Predicate<KnownSnapshot> which) {
        return known.stream()
                .filter(each -> each.snapshot().role().equals(role) && which.test(each))
                .map(KnownSnapshot::snapshot)
                .toList();
    }

    /** The accounts. Without an estimate of when the pipeline will have caught up, unless the processes give one. */
    PipelineStats merge() {
        Snapshot ingestor = ingestors.isEmpty() ? null : ingestors.get(ingestors.size() - 1);
        PartitionMerge byPartition = new PartitionMerge(ingestor, parsers);
        Reasons reasons = reasons();
        return new PipelineStats(
                counts(ingestor, byPartition),
                new PipelineStats.Node(
                        node(), figure(ingestor, StatsNames.BLOCKS_MISSING), figure(ingestor, StatsNames.REWINDS)),
                new PipelineStats.Modes(mode(StatsNames.INGESTOR), mode(StatsNames.PARSER), mode(StatsNames.GATEWAY)),
                new PipelineStats.Ages(age(StatsNames.INGESTOR), age(StatsNames.PARSER), age(StatsNames.GATEWAY)),
                new PipelineStats.Behind(figure(ingestor, StatsNames.BEHIND_BYTES), byPartition.behind(), catchUpMs()),
                sum(of(StatsNames.GATEWAY, KnownSnapshot::isAlive).stream(), StatsNames.CLIENTS),
                new PipelineStats.Condition(reasons.state(isWarming()), reasons.all()),
                new PipelineDetails(
                        byPartition.all(),
                        percentiles(StatsNames.INGESTOR),
                        percentiles(StatsNames.PARSER),
                        percentiles(StatsNames.GATEWAY),
                        Durations.Lasting.UNKNOWN));
    }

    private PipelineStats.Counts counts(@Nullable Snapshot ingestor, PartitionMerge byPartition) {
        return new PipelineStats.Counts(
                new PipelineStats.Events(
                        PartitionMerge.saturating(figure(ingestor, StatsNames.FOUND), byPartition.foundSince()),
                        figure(ingestor, StatsNames.SKIPPED),
                        figure(ingestor, StatsNames.DUPLICATES),
                        byPartition.sum(StatsNames.ORDERS),
                        byPartition.sum(StatsNames.DEAD_LETTERS),
                        byPartition.sum(StatsNames.SHED)),
                new PipelineStats.Lines(
                        figure(ingestor, StatsNames.LINES_READ), figure(ingestor, StatsNames.LINES_EMPTY)),
                new PipelineStats.Gateway(
                        sum(gateways.stream(), StatsNames.GATEWAY_SKIPPED),
                        sum(gateways.stream(), StatsNames.DROPPED_SLOW)),
                figure(ingestor, StatsNames.GAPS_UNCOUNTED) == 0
                        && figure(ingestor, StatsNames.GAPS_VANISHED) == 0
                        && figure(ingestor, StatsNames.GUESSED) == 0
                        && byPartition.sum(StatsNames.GUESSED) == 0);
    }

    /** The node as the newest living ingestor sees it; observations of earlier ones are outdated. */
    private NodeStats node() {
        List<Snapshot> alive = of(StatsNames.INGESTOR, KnownSnapshot::isAlive);
        NodeStats node = alive.isEmpty() ? null : alive.get(alive.size() - 1).node();
        return node == null ? NodeStats.UNKNOWN : node;
    }

    private @Nullable Long age(String role) {
        OptionalLong highest = of(role, KnownSnapshot::isAlive).stream()
                .filter(snapshot -> snapshot.figures().containsKey(StatsNames.AGE_MS))
                .mapToLong(snapshot -> snapshot.figure(StatsNames.AGE_MS, 0))
                .max();
        return highest.isPresent() ? highest.getAsLong() : null;
    }

    /** The highest percentiles of the living processes of a role, null if none reports them. */
    private @Nullable AgePercentiles percentiles(String role) {
        List<Snapshot> all = of(role, KnownSnapshot::isAlive).stream()
                .filter(snapshot -> snapshot.figures().containsKey(StatsNames.AGE_P99_MS))
                .toList();
        return all.isEmpty()
                ? null
                : new AgePercentiles(highest(all, StatsNames.AGE_P50_MS), highest(all, StatsNames.AGE_P99_MS));
    }

    private static long highest(List<Snapshot> snapshots, String name) {
        return snapshots.stream()
                .mapToLong(snapshot -> snapshot.figure(name, 0))
                .max()
                .orElse(0);
    }

    /** The worst mode of the living processes of a role, null if none reports it. */
    private @Nullable StageMode mode(String role) {
        return of(role, KnownSnapshot::isAlive).stream()
                .map(snapshot -> snapshot.state().mode())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /**
     * The longest of the processes' own estimates; null unless there is one for each stage and from each living process.
     */
    private @Nullable Long catchUpMs() {
        long longest = 0;
        for (String role : ROLES) {
            List<Snapshot> alive = of(role, KnownSnapshot::isAlive);
            for (Snapshot snapshot : alive) {
                CatchUpStats catchUp = snapshot.state().catchUp();
                if (catchUp == null || catchUp.msLeft() == null) {
                    return null;
                }
                longest = Math.max(longest, catchUp.msLeft());
            }
            if (alive.isEmpty()) {
                return null;
            }
        }
        return longest;
    }

    /** The living processes, in the order of the stages. */
    private List<Snapshot> alive() {
        return ROLES.stream()
                .flatMap(role -> of(role, KnownSnapshot::isAlive).stream())
                .toList();
    }

    private Reasons reasons() {
        Reasons reasons = new Reasons();
        for (String role : List.of(StatsNames.INGESTOR, StatsNames.PARSER)) {
            if (of(role, KnownSnapshot::mayBeAlive).isEmpty()) {
                // While this gateway warms up, the others may be starting too.
                reasons.missing(
                        role,
                        isOwnWarming() && of(role, KnownSnapshot::wasHeard).isEmpty());
            }
        }
        alive().forEach(reasons::degraded);
        alive().forEach(reasons::warming);
        return reasons;
    }

    /** This gateway's snapshot is the last one. */
    private boolean isOwnWarming() {
        return !gateways.isEmpty() && gateways.get(gateways.size() - 1).state().warming();
    }

    private boolean isWarming() {
        return alive().stream().anyMatch(snapshot -> snapshot.state().warming());
    }

    private static long figure(@Nullable Snapshot snapshot, String name) {
        return snapshot == null ? 0 : snapshot.figure(name, 0);
    }

    private static long sum(Stream<Snapshot> snapshots, String name) {
        return snapshots.mapToLong(snapshot -> snapshot.figure(name, 0)).reduce(0, PartitionMerge::saturating);
    }
}
