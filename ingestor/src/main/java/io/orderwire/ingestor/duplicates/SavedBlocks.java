package io.orderwire.ingestor.duplicates;

/**
 * The state of {@link RecentBlocks} at a checkpoint, without the blocks, which {@link Undo} restores.
 *
 * @param highest highest number of a block
 * @param floor lowest number of a block that could be kept
 * @param tooLow number of consecutive blocks that were too low
 * @param work permitted work of {@link BlockEvents}
 * @param coverage which blocks were completely remembered
 * @param origins where the blocks are in the files
 * @param place the pass over the blocks
 */
record SavedBlocks(
        long highest,
        long floor,
        TooLowBlocks.Saved tooLow,
        long work,
        Coverage coverage,
        Origins.Saved origins,
        DuplicateMemory.Place place) {}
