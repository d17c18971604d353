package io.orderwire.gateway.stats;

import io.orderwire.contract.position.Sequence;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of each partition. A parser continues those of its predecessors, so the parser that is furthest in a partition
 * has them all.
 */
final class PartitionMerge {
    /**
     * As many as fit into a message of 8 KiB, see {@link PartitionStats}; the partitions above are in the sums, but not in
     * {@link #all}.
     */
    static final int MOST_LISTED = 128;

    private final @Nullable Snapshot ingestor;
    private final Map<Integer, Snapshot> furthest = new TreeMap<>();

    /**
     * Merges those.
     *
     * @param ingestor the newest snapshot of an ingestor, null if there is none
     * @param parsers the newest snapshot of each parser, in the order in which they arrived
     */
    PartitionMerge(@Nullable Snapshot ingestor, List<Snapshot> parsers) {
        this.ingestor = ingestor;
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

    /** The sum of the parsers' figure of that name over all partitions. */
    long sum(String name) {
        return furthest.keySet().stream()
                .mapToLong(partition -> figure(name, partition))
                .reduce(0, PartitionMerge::saturating);
    }

    /** Events that the ingestor has numbered and no parser has handled, in all partitions. */
    long behind() {
        return ingestor == null
                ? 0
                : partitions(ingestor).stream().mapToLong(this::behind).reduce(0, PartitionMerge::saturating);
    }

    /**
     * Events that a parser has handled, but that the ingestor had not found yet when it made its snapshot, which is up to a
     * second older. Without them, more orders than events would be shown.
     */
    long foundSince() {
        return ingestor == null
                ? 0
                : partitions(ingestor).stream()
                        .mapToLong(partition -> Math.max(0, -unhandled(ingestor, partition)))
                        .reduce(0, PartitionMerge::saturating);
    }

    /** The partitions from 0 to the last that the ingestor or a parser knows, at most {@value #MOST_LISTED}. */
    List<PartitionStats> all() {
        IntStream ofIngestor = ingestor == null
                ? IntStream.empty()
                : partitions(ingestor).stream().mapToInt(Integer::intValue);
        IntStream ofParsers = furthest.keySet().stream().mapToInt(Integer::intValue);
        int last = IntStream.concat(ofIngestor, ofParsers).max().orElse(-1);
        return IntStream.rangeClosed(0, Math.min(last, MOST_LISTED - 1))
                .mapToObj(partition -> new PartitionStats(
                        figure(StatsNames.ORDERS, partition),
                        figure(StatsNames.DEAD_LETTERS, partition),
                        figure(StatsNames.SHED, partition),
                        behind(partition)))
                .toList();
    }

    private long behind(int partition) {
        return ingestor == null ? 0 : Math.max(0, unhandled(ingestor, partition));
    }

    /** What the ingestor has numbered less what a parser has handled; negative if the parser's snapshot is the newer one. */
    private long unhandled(Snapshot numbering, int partition) {
        long handled = figure(StatsNames.SEQ, partition) - figure(StatsNames.BASE, partition);
        return numbering.figure(StatsNames.of(StatsNames.SEQ, partition), 0) - handled;
    }

    private long figure(String name, int partition) {
        Snapshot parser = furthest.get(partition);
        return parser == null ? 0 : parser.figure(StatsNames.of(name, partition), 0);
    }

    /** Caps a sum at 2^53 - 1, which is also the limit of each number, so that all JSON readers represent it exactly. */
    static long saturating(long sum, long more) {
        return Math.min(Sequence.MAX, sum + more);
    }
}
