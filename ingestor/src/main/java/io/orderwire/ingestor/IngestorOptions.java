package io.orderwire.ingestor;

import io.orderwire.contract.position.Source;
import io.orderwire.runtime.config.Option;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Options of the ingestor. */
public final class IngestorOptions {
    /** The node's data folder. */
    public static final Option<Path> DATA_DIR =
            Option.path("data.dir", "The node's data folder, which holds node_order_statuses and its like.");

    /** Which shape to read. */
    public static final Option<String> SOURCE = Option.choice(
            "source",
            "",
            words(),
            "Shape of the node's files: plain, by-block or streaming; default the one whose folder is there.");

    /** Where to begin. */
    public static final Option<String> START = Option.text(
            "start",
            "end",
            "Where to begin when there is no checkpoint: end, beginning, or a position like 20260505/17@1234567.");

    /** Forget the checkpoint. */
    public static final Option<Boolean> RESET =
            Option.flag("reset", false, "Discards the checkpoint's positions and begins at start; sequences continue.");

    /** Whether to use a folder for which the checkpoint was not written. */
    public static final Option<Boolean> TAKE_OVER = Option.flag(
            "take.over",
            false,
            "If the checkpoint does not belong to the data folder, discards its positions and begins at start, instead of"
                    + " ending with exit code 4; sequences continue. The checkpoint does not belong to the folder if at"
                    + " least two files differ from the bytes that were read of them and none agrees: they are of another"
                    + " node or network. Has no effect once the first checkpoint of the new folder is written, until the"
                    + " folder is exchanged again. Two ingestors that both have it set and read different"
                    + " folders would take over from each other endlessly: give each its own topics.prefix.");

    /** Age from which on events are shed. */
    public static final Option<Long> MAX_AGE_MS = Option.number(
            "ingestor.max.age.ms",
            500,
            10,
            86_400_000,
            "With overload=latest, bytes are shed when the next unread one is older than this and catching up would take"
                    + " longer than catch.up.max.ms, up to those that are at most half of this older than the newest data;"
                    + " never the newest."
                    + " With either overload the ingestor is degraded when the p99 over 5 s exceeds half of this, until the"
                    + " p99 has been below a quarter of it for 10 s.");

    /** Least time between two commits. */
    public static final Option<Long> CYCLE_MS = Option.number(
            "ingestor.cycle.ms",
            5,
            0,
            1_000,
            "Least time between the starts of two transactions: longer costs latency, shorter costs the broker. It is also"
                    + " at least twice the time of the last commit, up to 25 ms, so that there are fewer under load.");

    /** Largest number of bytes in one transaction. */
    public static final Option<Integer> CYCLE_BYTES = Option.integer(
            "ingestor.cycle.bytes", 8 << 20, 64 * 1024, 64 << 20, "Most bytes of the files in one transaction, about.");

    /** Interval between two checks of a file that does not grow. */
    public static final Option<Long> POLL_MS =
            Option.number("ingestor.poll.ms", 5, 1, 1_000, "How often a quiet file is looked at.");

    /** Bound of a transaction. */
    public static final Option<Integer> TRANSACTION_TIMEOUT_MS = Option.integer(
            "ingestor.transaction.timeout.ms",
            10_000,
            1_000,
            900_000,
            "After so long Kafka aborts a transaction that its ingestor left open.");

    /** Whether events that a restarted node writes again are dropped. */
    public static final Option<Boolean> DROP_DUPLICATES = Option.flag(
            "ingestor.drop.duplicates",
            false,
            "Drops events that a restarted node writes again, recognized by block number and bytes over the last 10,000"
                    + " blocks. Takes 8 bytes of heap for each of their events, at most 256 MiB: ./orderwire raises the"
                    + " heap by that much. A start reads these blocks again.");

    /** Lag from which on the node counts as lagging. */
    public static final Option<Long> NODE_LAG_MAX_MS = Option.number(
            "node.lag.max.ms",
            10_000,
            0,
            86_400_000,
            "From this lag of the node behind the chain on (local_time - block_time of the newest line) the pipeline is"
                    + " degraded. Only lines that the node writes while the ingestor runs count; 0 turns it off.");

    /** Time without output from which on the node counts as silent. */
    public static final Option<Long> NODE_SILENT_MAX_MS = Option.number(
            "node.silent.max.ms",
            60_000,
            0,
            86_400_000,
            "If the node's files have not grown for so long the pipeline is degraded. Counts from the last growth that the"
                    + " ingestor saw: files that have not grown since its start are old data, not silence; 0 turns it off.");

    static final String PRUNE_OFF = "off";

    /** Whether hour files are deleted, and when. */
    public static final Option<String> PRUNE_KEEP = Option.text(
            "prune.keep",
            PRUNE_OFF,
            "Deletes an hour file that did not change for this long, if all of its events are committed to the topics of"
                    + " orders or of dead letters: a time from 1m to 40h, such as 90m, 2h or 1d, or off. The newest hour"
                    + " file always stays, and so does one with events that were shed or lost. ./orderwire prune does the"
                    + " same once.");

    /** All of them. */
    public static final List<Option<?>> ALL = List.of(
            DATA_DIR,
            SOURCE,
            START,
            RESET,
            TAKE_OVER,
            MAX_AGE_MS,
            CYCLE_MS,
            CYCLE_BYTES,
            POLL_MS,
            TRANSACTION_TIMEOUT_MS,
            DROP_DUPLICATES,
            NODE_LAG_MAX_MS,
            NODE_SILENT_MAX_MS,
            PRUNE_KEEP);

    private IngestorOptions() {}

    private static List<String> words() {
        List<String> words = new ArrayList<>(Source.options());
        words.add("");
        return words;
    }
}
