package io.orderwire.ingestor;

import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.checkpoint.Origin;
import io.orderwire.ingestor.checkpoint.Recovery;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.partition.RawRecord;
import io.orderwire.ingestor.publish.Cycle;
import io.orderwire.ingestor.publish.FencedException;
import io.orderwire.ingestor.publish.Publisher;
import io.orderwire.ingestor.shed.ByteShedding;
import io.orderwire.ingestor.tail.Tailer;
import io.orderwire.runtime.agent.AgentThread;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files cycle by cycle. While one cycle commits, the next is read and split; at most one of each is held. After
 * a failure everything uncommitted is forgotten and read again from where Kafka says.
 */
final class IngestorAgent implements StallWatchdog.Stage {
    private static final Logger log = LoggerFactory.getLogger(IngestorAgent.class);

    private static final long LOOK_MS = 20;

    /** Most files that contradict a checkpoint and are named in the error. */
    private static final int NAMED_FILES = 4;

    /**
     * A cycle on its way to Kafka.
     *
     * @param commit when it is committed
     * @param readNanos how long reading it took
     * @param sinceNanos when its commit began
     */
    private record Pending(Cycle cycle, Future<Long> commit, long bytes, long readNanos, long sinceNanos) {}

    private final Tailer tailer;
    private final ByteShedding jumps;
    private final AgentThread counting;
    private final Recovery recovery;
    private final Supplier<Publisher> publishers;
    private final ExecutorService committer;
    private final IngestorMetrics metrics;
    private final Clock clock;
    private final String owner;
    private final long cycleNanos;
    private final long cycleBytes;
    private final FirstStart firstStart;
    private @Nullable Publisher publisher;
    private @Nullable PartitionedBlocks blocks;
    private @Nullable Pending pending;
    private Origin origin = Origin.UNKNOWN;
    private List<FileState> settledFiles = List.of();
    private long bytes;
    private long readMs;
    private long readNanos;
    private long lastCycleNanos;
    private volatile @Nullable IngestorState committed;
    private final AtomicLong progress = new AtomicLong();
    private volatile boolean working;

    IngestorAgent(
            Tailer tailer,
            ByteShedding jumps,
            AgentThread counting,
            Recovery recovery,
            Supplier<Publisher> publishers,
            ExecutorService committer,
            IngestorMetrics metrics,
            Clock clock,
            String owner,
            Pacing pacing,
            FirstStart firstStart) {
        this.tailer = tailer;
        this.jumps = jumps;
        this.counting = counting;
        this.recovery = recovery;
        this.publishers = publishers;
        this.committer = committer;
        this.metrics = metrics;
        this.clock = clock;
        this.owner = owner;
        this.cycleNanos = pacing.cycleMs() * 1_000_000;
        this.cycleBytes = pacing.cycleBytes();
        this.firstStart = firstStart;
    }

    /**
     * How cycles are cut.
     *
     * @param cycleMs least time between the starts of two transactions
     * @param cycleBytes most bytes in one, about
     */
    record Pacing(long cycleMs, long cycleBytes) {}

    /**
     * What the first recovery of a process does with the positions of the checkpoint that it finds.
     *
     * @param reset discard them
     * @param takeOver discard them if the checkpoint was written for another folder, which is an error otherwise
     */
    record FirstStart(boolean reset, boolean takeOver) {}

    /**
     * Fences any other ingestor, resumes from the last committed state, and commits a state that names this process as the
     * owner.
     *
     * @throws ProcessExit {@link ExitCode#DATA_FOLDER} when the checkpoint was written for another folder
     * @throws KafkaException when Kafka does not answer
     */
    void recover() throws IOException {
        working = true;
        if (committed == null) {
            // Before the ingestor that the checkpoint does belong to is fenced.
            takesOver(recovery.lastCommitted(owner));
        }
        publisher = publishers.get();
        IngestorState state = recovery.lastCommitted(owner);
        origin = state.origin();
        PartitionedBlocks current = new PartitionedBlocks(state.nextSeq(), state.totals());
        blocks = current;
        pending = null;
        bytes = 0;
        readNanos = 0;
        resume(state);
        tailer.tellLosses(current);
        List<RawRecord> markers = current.drain();
        IngestorState claim = tailer.state(owner, current).of(origin);
        settledFiles = claim.settled();
        publisher.commit(new Cycle(markers, current.drainGaps(), claim, true, clock.millis()));
        committed(claim);
        log.info(
                "reading on: {}, {} events found so far",
                position(claim),
                claim.totals().found());
        working = false;
    }

    private void resume(IngestorState state) throws IOException {
        if (committed != null) {
            tailer.restore(state);
        } else if (takesOver(state)) {
            log.warn("the checkpoint is of another folder: its positions are discarded");
            tailer.takeOver(state);
        } else if (firstStart.reset()) {
            tailer.reset(state);
        } else {
            tailer.restore(state);
        }
    }

    /**
     * Whether to discard the positions of a checkpoint because it was written for another folder. Called only at the start:
     * a file that is replaced while the process runs is the next generation of a known file.
     *
     * @throws ProcessExit {@link ExitCode#DATA_FOLDER} when it was, and {@link FirstStart#takeOver()} is false
     */
    private boolean takesOver(IngestorState state) {
        List<Path> files = tailer.foreignFiles(state);
        if (files.isEmpty()) {
            return false;
        }
        if (!firstStart.takeOver()) {
            String named = files.stream().limit(NAMED_FILES).map(Path::toString).collect(Collectors.joining(", "))
                    + (files.size() > NAMED_FILES ? " and " + (files.size() - NAMED_FILES) + " more" : "");
            throw new ProcessExit(
                    ExitCode.DATA_FOLDER,
                    "the checkpoint does not belong to this data folder, but to that of another node or network: "
                            + named + " hold other bytes than were read of them. Use the former folder or another "
                            + PipelineOptions.TOPICS_PREFIX.name()
                            + ", or discard the checkpoint's positions with --take-over ("
                            + IngestorOptions.TAKE_OVER.name() + "=true)");
        }
        return true;
    }

    private static String position(IngestorState state) {
        if (state.files().isEmpty()) {
            return "no hour files yet";
        }
        FileState newest = state.files().get(state.files().size() - 1);
        return state.files().size() + " hour files, the newest at " + newest.file() + "@" + newest.offset();
    }

    /**
     * Runs one round: reads new bytes, and hands the cycle over to be committed when it is due.
     *
     * @return false when there was nothing to do
     * @throws FencedException when another ingestor took over
     * @throws KafkaException when a cycle failed; {@link #recover()} must follow
     */
    boolean doWork() throws IOException {
        PartitionedBlocks current = ready(blocks);
        // Checking the files may block too, so it counts as work until it has ended.
        working = true;
        settle(false);
        jumps.settle(current);
        if (bytes == 0) {
            readMs = clock.millis();
        }
        long passed = bytes < cycleBytes ? read(cycleBytes - bytes, current) : 0;
        bytes += passed;
        boolean something = bytes > 0 || current.hasGaps() || tailer.isSettling();
        working = something || pending != null;
        boolean full = bytes >= cycleBytes || current.isFull();
        boolean due = something && (full || System.nanoTime() - lastCycleNanos >= cycleNanos);
        if (due) {
            settle(true);
            handOver(current);
        }
        tailer.measure();
        if (!working) {
            progressed();
        }
        return passed > 0 || due;
    }

    private long read(long budget, PartitionedBlocks current) throws IOException {
        long begin = System.nanoTime();
        long passed = tailer.read(budget, current);
        if (passed > 0) {
            readNanos += System.nanoTime() - begin;
        }
        return passed;
    }

    private void handOver(PartitionedBlocks current) throws IOException {
        List<RawRecord> records = current.drain();
        IngestorState state = tailer.state(owner, current).of(origin);
        List<FileState> settled = state.settled();
        Cycle cycle = new Cycle(records, current.drainGaps(), state, !settled.equals(settledFiles), readMs);
        settledFiles = settled;
        Publisher using = ready(publisher);
        lastCycleNanos = System.nanoTime();
        pending = new Pending(cycle, committer.submit(() -> commit(using, cycle)), bytes, readNanos, lastCycleNanos);
        bytes = 0;
        readNanos = 0;
    }

    private static long commit(Publisher using, Cycle cycle) {
        using.commit(cycle);
        return System.nanoTime();
    }

    /** Records the pending cycle as committed once its commit has ended; {@code wait} says whether to wait for that. */
    private void settle(boolean wait) throws IOException {
        Pending under = pending;
        if (under == null || !wait && !under.commit.isDone()) {
            return;
        }
        long commitNanos = await(under.commit) - under.sinceNanos;
        jumps.limit().committed(under.bytes, under.bytes >= cycleBytes, under.readNanos, commitNanos);
        // Before its bytes are forgotten: this is the age that they had when they were committed.
        tailer.measure();
        metrics.age(tailer.liveAgeMs());
        metrics.committed(ready(committed).totals(), under.cycle.state().totals(), under.bytes, commitNanos);
        committed(under.cycle.state());
        pending = null;
    }

    /**
     * Waits for a commit and samples the file sizes meanwhile, so that the age of new bytes is known afterwards.
     *
     * @return when the commit ended
     */
    private long await(Future<Long> commit) throws IOException {
        while (true) {
            try {
                return commit.get(LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException expected) {
                tailer.look();
                tailer.measure();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new org.apache.kafka.common.errors.InterruptException(e);
            }
        }
    }

    private void committed(IngestorState state) {
        committed = state;
        tailer.committed(state.files());
        progress.incrementAndGet();
    }

    /** Forgets what is not committed, after a failure. */
    void abandon() {
        metrics.failed();
        release();
    }

    /** Closes the publisher immediately, even during a commit. */
    void release() {
        pending = null;
        if (publisher != null) {
            publisher.abandon();
            publisher = null;
        }
    }

    /** True when the last committed state is not this process's. */
    boolean lostOwnership() {
        return !recovery.lastOwner().equals(owner);
    }

    /** Commits what has been read and stops. */
    void finish() throws IOException {
        counting.close();
        if (publisher != null && blocks != null) {
            settle(true);
            if (bytes > 0 || blocks.hasGaps()) {
                handOver(blocks);
                settle(true);
            }
            publisher.close();
            publisher = null;
        }
        tailer.close();
    }

    /** The warning about a missing checkpoint, or null; from any thread. */
    @Nullable
    String note() {
        return recovery.note();
    }

    /** The last committed state, or null before the first commit; from any thread. */
    @Nullable
    IngestorState committed() {
        return committed;
    }

    @Override
    public boolean hasWork() {
        return working;
    }

    @Override
    public long progress() {
        // A start may read gigabytes again before its first commit.
        return progress.get() + tailer.learnedBytes();
    }

    /** Counts as progress although nothing was committed: a handled failure or an idle round. */
    void progressed() {
        progress.incrementAndGet();
    }

    private static <T> T ready(@Nullable T part) {
        if (part == null) {
            throw new ProcessExit(ExitCode.UNEXPECTED, "the ingestor has not recovered");
        }
        return part;
    }
}
