package io.orderwire.ingestor.model;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.TestClock;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.partition.RawRecord;
import io.orderwire.ingestor.partition.Totals;
import io.orderwire.ingestor.prune.SetAside;
import io.orderwire.ingestor.sequence.NodeMarkers;
import io.orderwire.ingestor.shed.ByteAgeLimit;
import io.orderwire.ingestor.shed.ByteShedding;
import io.orderwire.ingestor.shed.ShedEventCounter;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.ingestor.tail.HourlySource;
import io.orderwire.ingestor.tail.StartPosition;
import io.orderwire.ingestor.tail.Tailer;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.reason.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Processes that tail the folder one after the other, with what Kafka keeps of them: a cycle is sent while the next one is
 * read, as the ingestor's agent does it.
 */
final class TailerProcess implements AutoCloseable {
    private static final int MAX_EVENT_BYTES = 64 * 1024;
    private static final long MAX_AGE_MS = 500;
    private static final long READ_BYTES = 1 << 20;
    private static final long COUNT_NANOS = 10_000_000_000L;

    /** The content of a cycle or of a part of it. */
    record Output(List<RawRecord> records, List<Gap> gaps) {}

    private final Path folder;
    private final History.Setup setup;
    private final TestClock clock;
    private IngestorState committed;
    private @Nullable IngestorState sent;
    private @Nullable Tailer tailer;
    private ByteShedding shedding;
    private ShedEventCounter counter;
    private PartitionedBlocks blocks;
    private long passed;
    private boolean hasGaps;

    TailerProcess(Path folder, History.Setup setup, TestClock clock) {
        this.folder = folder;
        this.setup = setup;
        this.clock = clock;
        this.committed = IngestorState.first("me", setup.partitions());
        this.counter = counter();
        this.shedding = new ByteShedding(ByteAgeLimit.complete(MAX_AGE_MS, 0), counter);
        this.blocks = new PartitionedBlocks(committed.nextSeq(), committed.totals());
    }

    private ShedEventCounter counter() {
        return new ShedEventCounter(folder, splitter(), () -> Long.MAX_VALUE);
    }

    private LineSplitter splitter() {
        return new LineSplitter(setup.source(), MAX_EVENT_BYTES);
    }

    /** Starts a process that resumes from the committed state; true if it takes over from another folder's checkpoint. */
    boolean start() throws IOException {
        close();
        counter = counter();
        shedding = new ByteShedding(
                setup.latest() ? ByteAgeLimit.latest(MAX_AGE_MS, 0) : ByteAgeLimit.complete(MAX_AGE_MS, 0), counter);
        SteadyClock steady = new SteadyClock(clock, clock::nanoTime);
        RewindDetector watch = new RewindDetector(setup.source() == Source.BY_BLOCK, false, () -> {});
        StartPosition from = setup.end() ? new StartPosition.End() : new StartPosition.Beginning();
        HourlySource hourly = new HourlySource(folder, from, SetAside::is);
        Tailer started = new Tailer(hourly, splitter(), shedding, watch, steady, new ClockSkew(steady, "the node's"));
        tailer = started;
        begin();
        boolean foreign = !started.foreignFiles(committed).isEmpty();
        if (foreign) {
            started.takeOver(committed);
        } else {
            started.restore(committed);
        }
        started.reportLosses(blocks);
        return foreign;
    }

    /** Makes the same process go back to the committed state. */
    void goBack() throws IOException {
        begin();
        tailer().restore(committed);
        tailer().reportLosses(blocks);
    }

    private void begin() {
        blocks = new PartitionedBlocks(committed.nextSeq(), committed.totals());
        sent = null;
        passed = 0;
        hasGaps = false;
    }

    private Tailer tailer() {
        if (tailer == null) {
            throw new IllegalStateException("no process runs");
        }
        return tailer;
    }

    /** Reads once, about that many bytes. */
    Output readSome(long bytes) throws IOException {
        passed += tailer().read(bytes, blocks);
        return drain();
    }

    /** Reads until there is nothing left. */
    Output readAll() throws IOException {
        long read = 1;
        while (read > 0) {
            read = tailer().read(READ_BYTES, blocks);
            passed += read;
            tailer().measure();
        }
        return drain();
    }

    /** The output since the last call. */
    Output drain() {
        hasGaps |= blocks.hasGaps();
        return new Output(NodeMarkers.without(blocks.drain()), blocks.drainGaps());
    }

    void look() throws IOException {
        tailer().look();
    }

    /** Whether there is anything to send. */
    boolean hasWork() {
        return passed > 0 || hasGaps || tailer().isSettling();
    }

    /** Whether a cycle is sent and not committed. */
    boolean isSending() {
        return sent != null;
    }

    /** Sends the output that was read. */
    void handOver() {
        sent = parsed(tailer().state("me", blocks));
        passed = 0;
        hasGaps = false;
    }

    private static IngestorState parsed(IngestorState state) {
        return IngestorState.parse(state.toJson(), state.settledToJson());
    }

    /** Commits the output that was sent. */
    IngestorState commit() {
        IngestorState state = sent;
        if (state == null) {
            throw new IllegalStateException("nothing was sent");
        }
        committed = state;
        tailer().committed(state.files());
        sent = null;
        return state;
    }

    /** Counts the events of all shed bytes. */
    Output count() throws IOException {
        List<RawRecord> records = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        long begin = System.nanoTime();
        while (!shedding.pending().isEmpty()) {
            shedding.settle(blocks);
            counter.doWork();
            Output output = drain();
            records.addAll(output.records);
            gaps.addAll(output.gaps);
            if (System.nanoTime() - begin > COUNT_NANOS) {
                throw new Broken("count", "shed bytes are not counted: " + shedding.pending());
            }
        }
        return new Output(records, gaps);
    }

    List<String> reasons() {
        return Reason.texts(tailer().reasons());
    }

    Totals totals() {
        return blocks.totals();
    }

    @Override
    public void close() throws IOException {
        counter.onClose();
        if (tailer != null) {
            tailer.close();
        }
    }
}
