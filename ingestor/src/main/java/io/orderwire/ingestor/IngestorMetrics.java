package io.orderwire.ingestor;

import io.micrometer.core.instrument.Counter;
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

/** Records what the ingestor does in its {@linkplain IngestorMeter meters}. */
final class IngestorMetrics {
    private static final double MS_A_SECOND = 1_000;

    private final Counter events;
    private final Counter bytes;
    private final Counter failures;
    private final Counter lines;
    private final Counter emptyLines;
    private final Counter shed;
    private final Counter duplicates;
    private final Counter vanished;
    private final Counter rewinds;
    private final Counter prunedFiles;
    private final Counter prunedBytes;
    private final Timer commits;
    private final ForeignRecords foreign;
    private final AgeWindow ages = new AgeWindow();

    IngestorMetrics(MeterRegistry meters) {
        foreign = new ForeignRecords(meters, IngestorMeter.FOREIGN, System::nanoTime);
        events = IngestorMeter.EVENTS.counter(meters);
        bytes = IngestorMeter.BYTES.counter(meters);
        lines = IngestorMeter.LINES.counter(meters);
        emptyLines = IngestorMeter.EMPTY_LINES.counter(meters);
        failures = IngestorMeter.FAILURES.counter(meters);
        shed = IngestorMeter.SHED.counter(meters);
        duplicates = IngestorMeter.DUPLICATES.counter(meters);
        vanished = IngestorMeter.VANISHED.counter(meters);
        rewinds = IngestorMeter.REWINDS.counter(meters);
        prunedFiles = IngestorMeter.PRUNED_FILES.counter(meters);
        prunedBytes = IngestorMeter.PRUNED_BYTES.counter(meters);
        commits = IngestorMeter.COMMIT.timer(meters);
    }

    /** Registers the meters of reading. */
    void reading(MeterRegistry meters, Tailer tailer, long maxAgeMs) {
        IngestorMeter.LAG.gauge(meters, tailer, Tailer::behindBytes);
        IngestorMeter.AGE.gauge(meters, tailer, files -> files.ageMs() / MS_A_SECOND);
        IngestorMeter.AGE_LIMIT.constant(meters, maxAgeMs / MS_A_SECOND);
        IngestorMeter.UNUSUAL.counted(meters, tailer, Tailer::unusual);
        IngestorMeter.UNREADABLE.gauge(meters, tailer, Tailer::unreadable);
        DuplicateMemory memory = tailer.watch().memory();
        IngestorMeter.REMEMBERED.gauge(meters, memory, DuplicateMemory::rememberedBytes);
        IngestorMeter.REMEMBERED_LIMIT.constant(meters, DuplicateMemory.MOST_BYTES);
        IngestorMeter.REMEMBERED_BLOCKS.gauge(meters, memory, DuplicateMemory::rememberedBlocks);
        IngestorMeter.NOT_COMPARED.counted(meters, memory, DuplicateMemory::notCompared);
        BlockSequence blocks = tailer.watch().blockSequence();
        IngestorMeter.NODE_BLOCKS_MISSING.gauge(meters, blocks, BlockSequence::blocksMissing);
        IngestorMeter.NODE_REWINDS.gauge(meters, blocks, BlockSequence::rewinds);
    }

    /** Registers the gauge of commits that wait for their thread. */
    void commits(MeterRegistry meters, TaskAgent thread) {
        thread.gauges(meters, IngestorMeter.COMMITS_WAITING, IngestorMeter.COMMITS_WAITING_LIMIT);
    }

    /** Registers the gauges of the last checkpoint, which is null before the first commit. */
    void checkpoint(MeterRegistry meters, Supplier<@Nullable IngestorState> checkpoint, int partitions) {
        IngestorMeter.UNCOUNTED.gauge(meters, checkpoint, last -> {
            IngestorState state = last.get();
            return state == null ? 0 : state.uncounted().size();
        });
        IngestorMeter.UNCOUNTED_LIMIT.constant(meters, ByteShedding.MAX_PENDING);
        for (int i = 0; i < partitions; i++) {
            int partition = i;
            IngestorMeter.SEQUENCE.gauge(
                    meters, checkpoint, last -> sequence(last.get(), partition), String.valueOf(partition));
        }
    }

    private static double sequence(@Nullable IngestorState state, int partition) {
        long[] next = state == null ? new long[0] : state.nextSeq();
        return partition < next.length ? next[partition] - 1 : Double.NaN;
    }

    /** Registers the gauges of the node, which are computed from its files. Unknown values are NaN. */
    void node(MeterRegistry meters, NodeWatch node) {
        seconds(meters, IngestorMeter.NODE_LAG, node, NodeStats::lagMs);
        seconds(meters, IngestorMeter.NODE_CHAIN_AGE, node, NodeStats::chainAgeMs);
        seconds(meters, IngestorMeter.NODE_SILENT, node, NodeStats::silentMs);
        IngestorMeter.NODE_LAST_BLOCK.gauge(
                meters, node, watch -> orNaN(watch.liveStats().lastBlock()));
        IngestorMeter.NODE_BLOCKS.counted(meters, node, NodeWatch::blocks);
        NodeStats followed = node.stats();
        IngestorMeter.NODE_FOLLOWED.constant(
                meters, 1, String.valueOf(followed.source()), String.valueOf(followed.folder()));
    }

    private static void seconds(
            MeterRegistry meters, IngestorMeter meter, NodeWatch node, Function<NodeStats, @Nullable Long> ms) {
        meter.gauge(meters, node, watch -> orNaN(ms.apply(watch.liveStats())) / MS_A_SECOND);
    }

    private static double orNaN(@Nullable Long number) {
        return number == null ? Double.NaN : number;
    }

    void committed(Totals before, Totals after, long byteCount, long nanos) {
        long nowShed = after.skipped() - before.skipped();
        long repeated = after.duplicates() - before.duplicates();
        events.increment(after.found() - before.found() - nowShed - repeated);
        shed.increment(nowShed);
        lines.increment(after.linesRead() - before.linesRead());
        emptyLines.increment(after.linesEmpty() - before.linesEmpty());
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
        rewinds.increment();
    }

    void failed() {
        failures.increment();
    }
}
