package io.orderwire.ingestor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.duplicates.DuplicateMemory;
import io.orderwire.ingestor.node.NodeWatch;
import io.orderwire.ingestor.partition.Totals;
import io.orderwire.ingestor.sequence.BlockSequence;
import io.orderwire.ingestor.shed.ByteShedding;
import io.orderwire.ingestor.tail.Tailer;
import io.orderwire.runtime.agent.TaskAgent;
import io.orderwire.runtime.kafka.ForeignRecords;
import io.orderwire.runtime.stats.AgeWindow;
import io.orderwire.runtime.stats.NodeStats;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every meter of the ingestor. */
final class IngestorMetrics {
    private static final double MS_A_SECOND = 1_000;

    private final Counter events;
    private final Counter bytes;
    private final Counter failures;
    private final Counter skipped;
    private final Counter duplicates;
    private final Counter vanished;
    private final Counter blocksBack;
    private final Counter prunedFiles;
    private final Counter prunedBytes;
    private final Timer commits;
    private final ForeignRecords foreign;
    private final AgeWindow ages = new AgeWindow();

    IngestorMetrics(MeterRegistry meters) {
        foreign = new ForeignRecords(meters, "orderwire.ingestor.foreign", System::nanoTime);
        events = Counter.builder("orderwire.ingestor.events")
                .description("Events committed to the raw topic by this process")
                .register(meters);
        bytes = Counter.builder("orderwire.ingestor.bytes")
                .description("Bytes of the files passed by this process")
                .baseUnit("bytes")
                .register(meters);
        failures = Counter.builder("orderwire.ingestor.failures")
                .description("Transactions that failed and were read again from the files")
                .register(meters);
        skipped = Counter.builder("orderwire.ingestor.skipped")
                .description("Events shed for their age, counted by this process")
                .register(meters);
        duplicates = Counter.builder("orderwire.ingestor.duplicates")
                .description("Events dropped because the node had written them before")
                .register(meters);
        vanished = Counter.builder("orderwire.ingestor.vanished")
                .description("Losses of bytes that vanished before they were read or counted")
                .register(meters);
        blocksBack = Counter.builder("orderwire.ingestor.blocks.back")
                .description("Times that block numbers went back: a restarted node writes blocks again")
                .register(meters);
        prunedFiles = Counter.builder("orderwire.ingestor.pruned.files")
                .description("Hour files deleted by this process")
                .register(meters);
        prunedBytes = Counter.builder("orderwire.ingestor.pruned.bytes")
                .description("Bytes of the hour files deleted by this process")
                .baseUnit("bytes")
                .register(meters);
        commits = Timer.builder("orderwire.ingestor.commit")
                .description("Time from a cycle's handing over to its commit")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    void gauges(MeterRegistry meters, Tailer tailer) {
        Gauge.builder("orderwire.ingestor.behind", tailer, Tailer::behindBytes)
                .description("Bytes in the files that are not in Kafka")
                .baseUnit("bytes")
                .register(meters);
        FunctionCounter.builder("orderwire.ingestor.unusual", tailer, Tailer::unusual)
                .description("Lines, and events of blocks, whose form was not that of an earlier one; they take longer")
                .register(meters);
        Gauge.builder("orderwire.ingestor.files.unreadable", tailer, Tailer::unreadable)
                .description("Hour files, and folders of dates, that cannot be read")
                .register(meters);
        Gauge.builder("orderwire.ingestor.remembered", tailer.watch().memory(), DuplicateMemory::rememberedBytes)
                .description("Memory for the blocks in which repetitions are recognised, of at most 256 MiB")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder(
                        "orderwire.ingestor.remembered.blocks",
                        tailer.watch().memory(),
                        DuplicateMemory::rememberedBlocks)
                .description("How many block numbers back repetitions are recognised, at most 10,000")
                .register(meters);
        FunctionCounter.builder(
                        "orderwire.ingestor.not.compared", tailer.watch().memory(), DuplicateMemory::notCompared)
                .description(
                        "Events that were not compared with earlier ones, and are delivered even if they repeat them")
                .register(meters);
        Gauge.builder("orderwire.node.blocks.missing", tailer.watch().blockSequence(), BlockSequence::blocksMissing)
                .description("Blocks that the node certainly did not write, since the topics were created")
                .register(meters);
        Gauge.builder("orderwire.node.rewinds", tailer.watch().blockSequence(), BlockSequence::rewinds)
                .description("Times that the node wrote blocks again, since the topics were created")
                .register(meters);
        Gauge.builder("orderwire.ingestor.age", tailer, Tailer::ageMs)
                .description("Age of the oldest byte not in Kafka")
                .baseUnit("milliseconds")
                .register(meters);
    }

    /** Registers the gauge of commits that wait for their thread. */
    void commits(MeterRegistry meters, TaskAgent thread) {
        thread.gauges(meters, "orderwire.ingestor.commits.waiting", "Commits", "the thread that commits");
    }

    /** Registers the gauges of shed ranges in the last checkpoint, which is null before the first commit. */
    void uncounted(MeterRegistry meters, Supplier<@Nullable IngestorState> checkpoint) {
        Gauge.builder("orderwire.ingestor.uncounted", () -> {
                    IngestorState state = checkpoint.get();
                    return state == null ? 0 : state.uncounted().size();
                })
                .description("Shed ranges whose events are not counted yet")
                .register(meters);
        Gauge.builder("orderwire.ingestor.uncounted.limit", () -> ByteShedding.MAX_PENDING)
                .description("Shed ranges from which on nothing more is shed until one is counted")
                .register(meters);
    }

    /** Registers the gauges of the node, which are computed from its files. Unknown values are NaN. */
    void node(MeterRegistry meters, NodeWatch node) {
        seconds("orderwire.node.lag", node, NodeStats::lagMs)
                .description("How long after the time of its block the node wrote the newest line")
                .register(meters);
        seconds("orderwire.node.chain.age", node, NodeStats::chainAgeMs)
                .description("Age of the block of the newest line")
                .register(meters);
        seconds("orderwire.node.silent", node, NodeStats::silentMs)
                .description("Time since the node's files last grew")
                .register(meters);
        Gauge.builder(
                        "orderwire.node.last.block",
                        node,
                        watch -> orNaN(watch.liveStats().lastBlock()))
                .description("Number of the block of the newest line")
                .register(meters);
        FunctionCounter.builder("orderwire.node.blocks", node, NodeWatch::blocks)
                .description("Blocks that the node wrote while this process was running")
                .register(meters);
        NodeStats followed = node.stats();
        Gauge.builder("orderwire.node.followed", () -> 1)
                .description("1, with the shape that is followed and its folder of dates")
                .tag("source", String.valueOf(followed.source()))
                .tag("folder", String.valueOf(followed.folder()))
                .register(meters);
    }

    private static Gauge.Builder<NodeWatch> seconds(
            String name, NodeWatch node, Function<NodeStats, @Nullable Long> figure) {
        return Gauge.builder(name, node, watch -> orNaN(figure.apply(watch.liveStats())) / MS_A_SECOND)
                .baseUnit("seconds");
    }

    private static double orNaN(@Nullable Long number) {
        return number == null ? Double.NaN : number;
    }

    void committed(Totals before, Totals after, long byteCount, long nanos) {
        long shed = after.skipped() - before.skipped();
        long repeated = after.duplicates() - before.duplicates();
        events.increment(after.found() - before.found() - shed - repeated);
        skipped.increment(shed);
        duplicates.increment(repeated);
        vanished.increment(after.vanished() - before.vanished());
        bytes.increment(byteCount);
        commits.record(Duration.ofNanos(nanos));
    }

    /** Records the age of the oldest byte of a cycle that was or will be committed; -1 if there is none. */
    void age(long ageMs) {
        if (ageMs >= 0) {
            ages.record(ageMs);
        }
    }

    /** Counts the records that no process of this pipeline can have written. */
    ForeignRecords foreign() {
        return foreign;
    }

    AgeWindow ages() {
        return ages;
    }

    void pruned(long files, long byteCount) {
        prunedFiles.increment(files);
        prunedBytes.increment(byteCount);
    }

    void blockWentBack() {
        blocksBack.increment();
    }

    void failed() {
        failures.increment();
    }
}
