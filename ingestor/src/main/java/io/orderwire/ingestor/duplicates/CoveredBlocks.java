package io.orderwire.ingestor.duplicates;

import io.orderwire.ingestor.checkpoint.Remembered;
import java.util.List;

/**
 * Which block numbers {@link RecentBlocks} covers: the highest one, from which one on all are remembered as a whole, and how
 * many events were not compared because their block was not. Not thread-safe, except for that count.
 */
final class CoveredBlocks {
    /** Stands for the number of a block if there is none. */
    static final long NONE = -1;

    private final KeptBlocks kept;
    private Coverage coverage = Coverage.WHOLE;
    private long highest = NONE;
    private volatile long notCompared;

    /** Covers everything, as long as no block is lost. */
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

    /** How many events were not compared with those written before; from any thread. */
    long notCompared() {
        return notCompared;
    }

    /** A block was read; true if its number is the highest. */
    boolean raise(long number) {
        if (number <= highest) {
            return false;
        }
        highest = number;
        return true;
    }

    /** An event was not compared. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the ingestor's thread only
    void missed() {
        notCompared++;
    }

    /** Blocks before {@code from} are not remembered as a whole. */
    void lose(long from, Coverage.Cause cause) {
        if (from > coverage.from()) {
            coverage = coverage.lost(from, kept.lowest(), RecentBlocks.window(highest), cause);
        }
    }

    /** The block {@code lowest} was forgotten, to have memory for another one. */
    void forgotForMemory(long lowest) {
        coverage = coverage.lost(kept.floor(), lowest, RecentBlocks.window(highest), Coverage.Cause.MEMORY);
    }

    /** The numbers have fallen for good: only blocks from {@code number} on are remembered. */
    void beginAt(long number) {
        highest = NONE;
        long window = RecentBlocks.window(number);
        coverage = Coverage.WHOLE.lost(number, window, window, Coverage.Cause.NUMBERS);
    }

    /** What a checkpoint says of this memory. */
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

    /** The files were read again after a restart, up to the block {@code lastBlock}; see {@link RecentBlocks#restored}. */
    void restored(Remembered before, List<Remembered.Part> missing, long lastBlock) {
        long from = kept.isEmpty() ? lastBlock + 1 : kept.lowest();
        coverage = coverage.restored(before, missing, lastBlock > 0 ? from : NONE, RecentBlocks.window(highest));
    }
}
