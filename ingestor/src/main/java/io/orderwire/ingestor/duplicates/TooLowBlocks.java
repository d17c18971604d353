package io.orderwire.ingestor.duplicates;

/** Counts blocks in a row whose numbers are too low to be remembered. Not thread-safe. */
final class TooLowBlocks {
    private static final long NONE = -1;

    /** The state at a checkpoint. */
    record Saved(long number, int inARow) {}

    private long number = NONE;
    private int inARow;

    /** Number of the block read last if it is too low, else -1. */
    long number() {
        return number;
    }

    /** Adds another one; true if there are so many that the numbers have permanently become lower. */
    boolean add(long next) {
        if (next != number) {
            number = next;
            inARow++;
        }
        return inARow > RecentBlocks.BLOCKS;
    }

    /** Resets the count, because a block is not too low. */
    void end() {
        number = NONE;
        inARow = 0;
    }

    Saved save() {
        return new Saved(number, inARow);
    }

    void goBackTo(Saved saved) {
        number = saved.number;
        inARow = saved.inARow;
    }
}
