package io.orderwire.ingestor.checkpoint;

import io.orderwire.contract.position.Position;

/**
 * A block in the node's files.
 *
 * @param number its number
 * @param position where its line, or one of its lines, begins
 * @param ms {@code local_time} of its first line, epoch milliseconds, or {@link #UNKNOWN}
 */
public record BlockPlace(long number, Position position, long ms) {
    /** The time of the block is not known. */
    public static final long UNKNOWN = -1;
}
