package io.orderwire.ingestor.duplicates;

/**
 * The state of {@link RecentBlocks} at a checkpoint, but for the blocks, which {@link Undo} restores.
 *
 * @param highest highest number of a block
 * @param floor blocks before it were not kept
 * @param tooLow blocks in a row that were too low
 * @param work work that may be done at once
 * @param coverage which blocks were remembered as a whole
 * @param origins where they stand in the files
 * @param place which pass over the blocks it was
 */
record SavedBlocks(
        long highest,
        long floor,
        TooLowBlocks.Saved tooLow,
        long work,
        Coverage coverage,
        Origins.Saved origins,
        DuplicateMemory.Place place) {}
