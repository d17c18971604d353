package io.orderwire.gateway.stats;

import io.orderwire.contract.position.Sequence;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import io.orderwire.runtime.stats.NodeStats;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Computes the accounts of the pipeline from the newest snapshot of each process that ever ran. An ingestor continues the
 * totals of its predecessor, so the newest one has them all; a parser continues those of each partition, so the parser that
 * is furthest in a partition has them; each gateway counts for itself.
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
        Map<Integer, Snapshot> furthest = furthestByPartition();
        Reasons reasons = reasons();
        return new PipelineStats(
                counts(ingestor, furthest),
                new PipelineStats.Node(
                        node(), figure(ingestor, StatsNames.BLOCKS_MISSING), figure(ingestor, StatsNames.REWINDS)),
                new PipelineStats.Modes(mode(StatsNames.INGESTOR), mode(StatsNames.PARSER), mode(StatsNames.GATEWAY)),
                new PipelineStats.Ages(age(StatsNames.INGESTOR), age(StatsNames.PARSER), age(StatsNames.GATEWAY)),
                new PipelineStats.Behind(
                        figure(ingestor, StatsNames.BEHIND_BYTES), behindEvents(ingestor, furthest), catchUpMs()),
                sum(of(StatsNames.GATEWAY, KnownSnapshot::isAlive).stream(), StatsNames.CLIENTS),
                new PipelineStats.Condition(reasons.state(isWarming()), reasons.all()));
    }

    private PipelineStats.Counts counts(@Nullable Snapshot ingestor, Map<Integer, Snapshot> furthest) {
        return new PipelineStats.Counts(
                new PipelineStats.Events(
                        saturating(figure(ingestor, StatsNames.FOUND), foundSince(ingestor, furthest)),
                        figure(ingestor, StatsNames.SKIPPED),
                        figure(ingestor, StatsNames.DUPLICATES),
                        sum(furthest, StatsNames.ORDERS),
                        sum(furthest, StatsNames.DEAD_LETTERS),
                        sum(furthest, StatsNames.SHED)),
                new PipelineStats.Lines(
                        figure(ingestor, StatsNames.LINES_READ), figure(ingestor, StatsNames.LINES_EMPTY)),
                new PipelineStats.Gateway(
                        sum(gateways.stream(), StatsNames.GATEWAY_SKIPPED),
                        sum(gateways.stream(), StatsNames.DROPPED_SLOW)),
                figure(ingestor, StatsNames.GAPS_UNCOUNTED) == 0
                        && figure(ingestor, StatsNames.GAPS_VANISHED) == 0
                        && figure(ingestor, StatsNames.GUESSED) == 0
                        && sum(furthest, StatsNames.GUESSED) == 0);
    }

    /** The node as the newest living ingestor sees it; observations of earlier ones are outdated. */
    private NodeStats node() {
        List<Snapshot> alive = of(StatsNames.INGESTOR, KnownSnapshot::isAlive);
        NodeStats node = alive.isEmpty() ? null : alive.get(alive.size() - 1).node();
        return node == null ? NodeStats.UNKNOWN : node;
    }

    private Map<Integer, Snapshot> furthestByPartition() {
        Map<Integer, Snapshot> furthest = new HashMap<>();
        for (Snapshot parser : parsers) {
            for (Integer partition : partitions(parser)) {
                Snapshot other = furthest.get(partition);
                String seq = StatsNames.of(StatsNames.SEQ, partition);
                // Among equals the newer one, which comes later.
                if (other == null || parser.figure(seq, 0) >= other.figure(seq, 0)) {
                    furthest.put(partition, parser);
                }
            }
        }
        return furthest;
    }

    private static List<Integer> partitions(Snapshot snapshot) {
        String prefix = StatsNames.SEQ + ".";
        List<Integer> partitions = new ArrayList<>();
        for (String name : snapshot.figures().keySet()) {
            String number = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
            if (!number.isEmpty() && number.length() <= 6 && number.chars().allMatch(Character::isDigit)) {
                partitions.add(Integer.valueOf(number));
            }
        }
        return partitions;
    }

    private static long behindEvents(@Nullable Snapshot ingestor, Map<Integer, Snapshot> furthest) {
        if (ingestor == null) {
            return 0;
        }
        long lag = 0;
        for (Integer partition : partitions(ingestor)) {
            lag = saturating(lag, Math.max(0, found(ingestor, partition) - handled(furthest, partition)));
        }
        return lag;
    }

    /**
     * Events that a parser has handled, but that the ingestor had not found yet when it made its snapshot, which is up to a
     * second older. Without them, more orders than events would be shown.
     */
    private static long foundSince(@Nullable Snapshot ingestor, Map<Integer, Snapshot> furthest) {
        if (ingestor == null) {
            return 0;
        }
        long more = 0;
        for (Integer partition : partitions(ingestor)) {
            more = saturating(more, Math.max(0, handled(furthest, partition) - found(ingestor, partition)));
        }
        return more;
    }

    private static long found(Snapshot ingestor, Integer partition) {
        return ingestor.figure(StatsNames.of(StatsNames.SEQ, partition), 0);
    }

    /** The sequence, in the ingestor's numbering, up to which a partition's events were handled. */
    private static long handled(Map<Integer, Snapshot> furthest, Integer partition) {
        Snapshot parser = furthest.get(partition);
        return parser == null
                ? 0
                : parser.figure(StatsNames.of(StatsNames.SEQ, partition), 0)
                        - parser.figure(StatsNames.of(StatsNames.BASE, partition), 0);
    }

    private @Nullable Long age(String role) {
        OptionalLong highest = of(role, KnownSnapshot::isAlive).stream()
                .filter(snapshot -> snapshot.figures().containsKey(StatsNames.AGE_MS))
                .mapToLong(snapshot -> snapshot.figure(StatsNames.AGE_MS, 0))
                .max();
        return highest.isPresent() ? highest.getAsLong() : null;
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

    private static long sum(Map<Integer, Snapshot> furthest, String name) {
        return furthest.entrySet().stream()
                .mapToLong(entry -> entry.getValue().figure(StatsNames.of(name, entry.getKey()), 0))
                .reduce(0, StatsMerge::saturating);
    }

    private static long sum(Stream<Snapshot> snapshots, String name) {
        return snapshots.mapToLong(snapshot -> snapshot.figure(name, 0)).reduce(0, StatsMerge::saturating);
    }

    /** Caps a sum at 2^53 - 1, which is also the limit of each number, so that all JSON readers represent it exactly. */
    private static long saturating(long sum, long more) {
        return Math.min(Sequence.MAX, sum + more);
    }
}
