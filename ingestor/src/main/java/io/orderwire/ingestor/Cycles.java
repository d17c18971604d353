package io.orderwire.ingestor;

import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.checkpoint.Origin;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.partition.RawRecord;
import io.orderwire.ingestor.publish.Cycle;
import io.orderwire.ingestor.publish.FencedException;
import io.orderwire.ingestor.shed.ByteShedding;
import io.orderwire.ingestor.tail.Tailer;
import io.orderwire.runtime.agent.AgentThread;
import io.orderwire.runtime.agent.OwnerCheck;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files cycle by cycle. While one cycle commits, the next is read and split; at most one of each exists. After a
 * failure, all uncommitted data is discarded, and reading resumes at the checkpoint in Kafka.
 */
final class Cycles {
    /**
     * The input of the cycles.
     *
     * @param shedding decides which bytes are shed instead of being read
     * @param counting counts the events of shed bytes
     */
    record Input(Tailer tailer, ByteShedding shedding, AgentThread counting) {}

    private final Tailer tailer;
    private final ByteShedding shedding;
    private final AgentThread counting;
    private final Commits commits;
    private final IngestorMetrics metrics;
    private final CycleLimits limits;
    private final FirstStart firstStart;
    private final OwnerCheck owner = new OwnerCheck("the cycles of the ingestor");
    private @Nullable PartitionedBlocks blocks;
    private Commits.@Nullable Pending pending;
    private Origin origin = Origin.UNKNOWN;
    private List<FileState> settledFiles = List.of();
    private long bytes;
    private long readMs;
    private long readNanos;
    private volatile @Nullable IngestorState committed;
    private final CycleProgress progress;

    /** {@link #recover()} must be called first. */
    Cycles(Input input, Commits commits, IngestorMetrics metrics, CycleLimits limits, FirstStart firstStart) {
        this.tailer = input.tailer();
        this.shedding = input.shedding();
        this.counting = input.counting();
        this.progress = new CycleProgress(tailer::learnedBytes);
        this.commits = commits;
        this.metrics = metrics;
        this.limits = limits;
        this.firstStart = firstStart;
    }

    /**
     * Fences any other ingestor, resumes from the last committed state, and commits a state that names this process as the
     * owner.
     *
     * @throws ProcessExit {@link ExitCode#DATA_FOLDER} when the checkpoint was written for another folder
     * @throws KafkaException when Kafka does not answer
     */
    void recover() throws IOException {
        owner.check();
        progress.working(true);
        if (committed == null) {
            // Checked before the ingestor to which the checkpoint belongs is fenced.
            firstStart.takesOver(tailer, commits.last());
        }
        commits.open();
        IngestorState state = commits.last();
        origin = state.origin();
        PartitionedBlocks current = new PartitionedBlocks(state.nextSeq(), state.totals());
        blocks = current;
        pending = null;
        bytes = 0;
        readNanos = 0;
        resume(state);
        tailer.reportLosses(current);
        List<RawRecord> markers = current.drain();
        IngestorState claim = tailer.state(commits.owner(), current).of(origin);
        settledFiles = claim.settled();
        commits.claim(new Cycle(
                markers, current.drainGaps(), claim, true, limits.clock().millis()));
        committed(claim);
        progress.working(false);
    }

    private void resume(IngestorState state) throws IOException {
        if (committed == null) {
            firstStart.resume(tailer, state);
        } else {
            tailer.restore(state);
        }
    }

    /**
     * Runs one round: reads new bytes, and starts the commit of the cycle when it is due.
     *
     * @return false when there was nothing to do
     * @throws FencedException when another ingestor took over
     * @throws KafkaException when a cycle failed; {@link #recover()} must follow
     */
    boolean doWork() throws IOException {
        owner.check();
        PartitionedBlocks current = Objects.requireNonNull(blocks, "not recovered");
        // Checking the files may block too, so it counts as work until it has ended.
        progress.working(true);
        settle(false);
        shedding.settle(current);
        if (bytes == 0) {
            readMs = limits.clock().millis();
        }
        boolean read = read(current);
        boolean something = bytes > 0 || current.hasGaps() || tailer.isSettling();
        boolean working = something || pending != null;
        progress.working(working);
        boolean full = bytes >= limits.bytes() || current.isFull();
        boolean due = something && (full || limits.pacing().nanosToDue() == 0);
        if (due && pending != null) {
            settle(true);
            // What arrived meanwhile need not wait for another cycle.
            read(current);
        }
        if (due) {
            handOver(current);
        }
        tailer.measure();
        if (!working) {
            progress.made();
        }
        return read || due;
    }

    /** How long to wait after a round without work: until the cycle that was begun is due, at most {@code most}. */
    long idleNanos(long most) {
        return bytes > 0 ? Math.min(most, limits.pacing().nanosToDue()) : most;
    }

    /** Reads what the cycle has room for; false if there was nothing. */
    private boolean read(PartitionedBlocks current) throws IOException {
        if (bytes >= limits.bytes() || current.isFull()) {
            return false;
        }
        long begin = System.nanoTime();
        long passed = tailer.read(limits.bytes() - bytes, current);
        readNanos += passed > 0 ? System.nanoTime() - begin : 0;
        bytes += passed;
        return passed > 0;
    }

    private void handOver(PartitionedBlocks current) throws IOException {
        List<RawRecord> records = current.drain();
        IngestorState state = tailer.state(commits.owner(), current).of(origin);
        List<FileState> settled = state.settled();
        Cycle cycle = new Cycle(records, current.drainGaps(), state, !settled.equals(settledFiles), readMs);
        settledFiles = settled;
        pending = commits.begin(cycle, bytes, readNanos);
        limits.pacing().begun(pending.sinceNanos());
        bytes = 0;
        readNanos = 0;
    }

    /** Records the pending cycle as committed once its commit has ended; {@code wait} says whether to wait for that. */
    private void settle(boolean wait) throws IOException {
        Commits.Pending under = pending;
        if (under == null || !wait && !under.isDone()) {
            return;
        }
        long commitNanos = Commits.await(under, this::look);
        limits.pacing().committed(commitNanos);
        shedding.limit().committed(under.bytes(), under.bytes() >= limits.bytes(), under.readNanos(), commitNanos);
        // Measured before its bytes are forgotten: this is the age that they had when they were committed.
        tailer.measure();
        metrics.age(tailer.liveAgeMs());
        IngestorState state = under.cycle().state();
        metrics.committed(
                Objects.requireNonNull(committed, "not recovered").totals(),
                state.totals(),
                under.bytes(),
                commitNanos);
        committed(state);
        pending = null;
    }

    /** Samples the file sizes while a commit is awaited, so that the age of new bytes is known afterwards. */
    private void look() throws IOException {
        tailer.look();
        tailer.measure();
    }

    private void committed(IngestorState state) {
        committed = state;
        tailer.committed(state.files());
        progress.made();
    }

    /** Discards uncommitted data after a failure. */
    void abandon() {
        metrics.failed();
        release();
    }

    /** Closes the publisher immediately, even during a commit. */
    void release() {
        owner.check();
        pending = null;
        commits.abandon();
    }

    /** Commits what has been read and stops. */
    void finish() throws IOException {
        owner.check();
        counting.close();
        if (commits.isOpen() && blocks != null) {
            settle(true);
            if (bytes > 0 || blocks.hasGaps()) {
                handOver(blocks);
                settle(true);
            }
            commits.close();
        }
        tailer.close();
    }

    /** The last committed state, or null before the first commit; from any thread. */
    @Nullable
    IngestorState committed() {
        return committed;
    }

    /** The progress as seen by the watchdog; from any thread. */
    CycleProgress progress() {
        return progress;
    }
}
