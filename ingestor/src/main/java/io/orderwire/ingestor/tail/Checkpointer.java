package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.checkpoint.BlockCounts;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.checkpoint.Origin;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.shed.ByteShedding;
import java.io.IOException;
import java.util.List;

/**
 * Creates the checkpoints that are committed together with the events, and restores a committed one. Used by the tailer's
 * thread only.
 */
final class Checkpointer {
    private final FileWatchers files;
    private final ByteShedding shedding;
    private final RewindDetector watch;
    private final Learner learner;
    private final BegunHours hours;

    Checkpointer(FileWatchers files, ByteShedding shedding, RewindDetector watch, Learner learner, BegunHours hours) {
        this.files = files;
        this.shedding = shedding;
        this.watch = watch;
        this.learner = learner;
        this.hours = hours;
    }

    /** See {@link Tailer#restore}. */
    void restore(IngestorState state) throws IOException {
        shedding.restore(state);
        files.restore(state);
        learn(state);
    }

    /** See {@link Tailer#reset}. */
    void reset(IngestorState former) throws IOException {
        shedding.restore(former);
        files.reset(former);
        learn(former.withoutPositions());
    }

    /** See {@link Tailer#takeOver}. */
    void takeOver(IngestorState former) throws IOException {
        shedding.restore(former);
        files.takeOver(former);
        learn(former.withoutPositions());
    }

    /**
     * Reads the blocks by which repetitions are recognized again, unless the memory of them can itself go back to the
     * checkpoint.
     */
    private void learn(IngestorState state) throws IOException {
        if (!watch.memory().goBackTo(state.files())) {
            watch.memory().forget();
            if (watch.memory().remembers()) {
                watch.resumeAfter(0, BlockCounts.NONE, state.sequence().countsOnly());
                learner.learn(files.all(), state.remembered(), state.lastBlock());
                watch.memory().checkpoint(state.files());
            }
        }
        watch.resumeAfter(state.lastBlock(), state.blocks(), state.sequence());
    }

    /** See {@link Tailer#state}. */
    IngestorState state(String owner, PartitionedBlocks blocks) {
        BlockCounts counts = watch.counts(blocks);
        return new IngestorState(
                owner,
                new IngestorState.Followed(files.range().floor(), checkpoint()),
                new IngestorState.Account(blocks.nextSeq(), blocks.totals(), shedding.pending()),
                new IngestorState.ReadBlocks(
                        watch.lastBlock(), counts, watch.sequence(blocks).entered(hours.newest())),
                Origin.UNKNOWN,
                files.range().replayTo(),
                watch.memory().remembered(),
                shedding.limit().throughput());
    }

    /** See {@link Tailer#checkpoint}. */
    List<FileState> checkpoint() {
        List<FileState> states = files.checkpoint(watch.memory()::rememberedFrom);
        watch.memory().checkpoint(states);
        return states;
    }

    /** See {@link Tailer#committed}. */
    void committed(List<FileState> states) {
        files.committed(states);
        watch.memory().committed(states);
    }
}
