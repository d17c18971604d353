package io.orderwire.runtime.stats;

import java.util.Set;

/**
 * Names of the values in {@link Snapshot#figures}. Counts start at the creation of the topics and continue over restarts; ages
 * are in milliseconds; the name of a value for one partition ends in a dot and the partition's number.
 */
public final class StatsNames {
    /** Role of the ingestor. */
    public static final String INGESTOR = "ingestor";

    /** Role of a parser. */
    public static final String PARSER = "parser";

    /** Role of a gateway. */
    public static final String GATEWAY = "gateway";

    /** Ingestor: events found in the files, including shed events and duplicates. */
    public static final String FOUND = "found";

    /** Ingestor: events shed before they had a sequence. */
    public static final String SKIPPED = "skipped";

    /** Ingestor: events dropped because a restarted node had repeated them. */
    public static final String DUPLICATES = "duplicates";

    /** Ingestor: lines read. */
    public static final String LINES_READ = "lines.read";

    /** Ingestor: lines without an event: blank ones, and envelopes without events. */
    public static final String LINES_EMPTY = "lines.empty";

    /** Ingestor: bytes in the files that are not committed to Kafka yet. */
    public static final String BEHIND_BYTES = "behind.bytes";

    /** Ingestor: gaps whose events are not counted yet. */
    public static final String GAPS_UNCOUNTED = "gaps.uncounted";

    /** Ingestor: gaps of bytes that vanished before they were read, whose events can never be counted. */
    public static final String GAPS_VANISHED = "gaps.vanished";

    /** Ingestor: blocks that the node certainly did not write. */
    public static final String BLOCKS_MISSING = "node.blocks.missing";

    /** Ingestor: how many times the node wrote blocks again. */
    public static final String REWINDS = "node.rewinds";

    /** Ingestor and parser, by partition: last sequence handled. */
    public static final String SEQ = "seq";

    /** Parser, by partition: orders written. */
    public static final String ORDERS = "orders";

    /** Parser, by partition: dead letters written. */
    public static final String DEAD_LETTERS = "dead-letters";

    /** Parser, by partition: events shed because of their age, or deleted from the raw topic before they were parsed. */
    public static final String SHED = "shed";

    /**
     * Ingestor, and parser by partition: events whose counts had to be guessed, because a checkpoint or totals were missing.
     */
    public static final String GUESSED = "guessed";

    /**
     * Parser, by partition: difference between its sequences and the ingestor's since a new numbering began; negative if its
     * sequences are lower.
     */
    public static final String BASE = "base";

    /**
     * Parser: events per second that one of its threads parses while it has work, for the parser's next run; absent if unknown.
     */
    public static final String THROUGHPUT = "throughput";

    /** Every role: age of the oldest byte or record that is not handled yet; 0 if there is none. */
    public static final String AGE_MS = "age.ms";

    /** Every role: median of the ages at which data was handled within the last 5 s; absent if none was. */
    public static final String AGE_P50_MS = "age.p50.ms";

    /** Every role: 99th percentile of the same ages. */
    public static final String AGE_P99_MS = "age.p99.ms";

    /** Gateway: events shed for all clients. */
    public static final String GATEWAY_SKIPPED = "skipped";

    /** Gateway: events that slow clients lost. */
    public static final String DROPPED_SLOW = "dropped.slow";

    /** Gateway: clients connected. */
    public static final String CLIENTS = "clients";

    private static final Set<String> COUNTS = Set.of(
            FOUND,
            SKIPPED,
            DUPLICATES,
            LINES_READ,
            LINES_EMPTY,
            BEHIND_BYTES,
            GAPS_UNCOUNTED,
            GAPS_VANISHED,
            BLOCKS_MISSING,
            REWINDS,
            SEQ,
            ORDERS,
            DEAD_LETTERS,
            SHED,
            GUESSED,
            THROUGHPUT,
            AGE_MS,
            AGE_P50_MS,
            AGE_P99_MS,
            DROPPED_SLOW,
            CLIENTS);

    private StatsNames() {}

    /**
     * Whether the value with this name, which may end in the number of a partition, is a count, an age or a sequence, and
     * therefore never negative.
     */
    static boolean isCount(String name) {
        int end = name.length();
        while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
            end--;
        }
        boolean numbered = end > 0 && end < name.length() && name.charAt(end - 1) == '.';
        return COUNTS.contains(numbered ? name.substring(0, end - 1) : name);
    }

    /** The name of the value for one partition. */
    public static String of(String figure, int partition) {
        return figure + "." + partition;
    }
}
