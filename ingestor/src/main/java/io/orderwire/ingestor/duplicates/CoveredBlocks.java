package io.orderwire.ingestor.duplicates;

import io.orderwire.ingestor.checkpoint.Remembered;
import java.util.List;

/**
 * The block numbers that {@link RecentBlocks} covers: the highest number, and the number from which on all blocks are
 * completely remembered. Also counts the events that were not compared with earlier ones. Not thread-safe, except for
 * that count.
 */
final class CoveredBlocks {
    /** Stands for the number of a block if there is none. */
    static final long NONE = -1;

    private final KeptBlocks kept;
    private Coverage coverage = Coverage.WHOLE;
    private long highest = NONE;
    private volatile long notCompared;

    /** Covers all blocks until a loss is reported. */
    CoveredBlocks(KeptBlocks kept) {
        this.kept = kept;
    }

    /** Highest number of a block, {@link #NONE} if there is none. */
    long highest() {
        return highest;
    }

    Coverage coverage() {
        return coverage;
    }

    /** Number of events that were not compared with earlier ones; from any thread. */
    long notCompared() {
        return notCompared;
    }

    /** Adds the number of a block; returns true if it is higher than all earlier numbers. */
    boolean raise(long number) {
        if (number <= highest) {
            return false;
        }
        highest = number;
        return true;
    }

    /** Counts an event that was not compared. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the ingestor's thread only
    void missed() {
        notCompared++;
    }

    /** Reports that blocks before {@code from} are not completely remembered. */
    void lose(long from, Coverage.Cause cause) {
        if (from > coverage.from()) {
            coverage = coverage.lost(from, kept.lowest(), RecentBlocks.window(highest), cause);
        }
    }

    /** Reports that the block {@code lowest} was forgotten to free memory for another one. */
    void forgotForMemory(long lowest) {
        coverage = coverage.lost(kept.floor(), lowest, RecentBlocks.window(highest), Coverage.Cause.MEMORY);
    }

    /** Begins again at {@code number}, because the numbers have permanently become lower. */
    void beginAt(long number) {
        highest = NONE;
        long window = RecentBlocks.window(number);
        coverage = Coverage.WHOLE.lost(number, window, window, Coverage.Cause.NUMBERS);
    }

    /** The remembered blocks, for a checkpoint. */
    Remembered remembered(Origins origins) {
        return coverage.remembered(highest, kept.lowest(), origins, kept.floor());
    }

    void goBackTo(long savedHighest, Coverage savedCoverage) {
        highest = savedHighest;
        coverage = savedCoverage;
    }

    void clear() {
        goBackTo(NONE, Coverage.WHOLE);
    }

    /** Reports that the files were read again after a restart, up to the block {@code lastBlock}. */
    void restored(Remembered before, List<Remembered.Part> missing, long lastBlock) {
        long from = kept.isEmpty() ? lastBlock + 1 : kept.lowest();
        coverage = coverage.restored(before, missing, lastBlock > 0 ? from : NONE, RecentBlocks.window(highest));
    }
}
