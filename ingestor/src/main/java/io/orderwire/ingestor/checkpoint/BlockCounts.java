package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import io.orderwire.contract.position.HourFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many events of the last blocks were read, and where reading stopped. The place of the next event in its block is computed
 * from this. A part of the checkpoint since version 0.2.0.
 *
 * @param stop where reading stopped
 * @param again whether a by-block line that writes a block again has begun, but none of its events has been read
 * @param begunUpTo in blocks up to this number, the first event that was read may not be the block's first event
 * @param blocks the last blocks, in the order of their numbers
 */
public record BlockCounts(
        @JsonUnwrapped @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Unset.class)
        Stop stop,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean again,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long begunUpTo,
        @JsonProperty("last") List<Block> blocks) {
    /** Nothing has been read. */
    public static final BlockCounts NONE = new BlockCounts(Stop.NONE, false, 0, List.of());

    /** Largest number of blocks that is accepted in a checkpoint. This version writes fewer; a later one may write more. */
    private static final int MOST_BLOCKS = 64;

    /** Rejects blocks that an ingestor cannot have written. */
    public BlockCounts {
        blocks = blocks == null ? List.of() : List.copyOf(blocks);
        CheckpointJson.require(blocks.size() <= MOST_BLOCKS, "last must hold at most " + MOST_BLOCKS + " blocks");
        long before = -1;
        for (Block block : blocks) {
            CheckpointJson.require(block.number > before, "last must hold blocks by rising numbers");
            before = block.number;
        }
    }

    /**
     * Where reading stopped.
     *
     * @param file the hour file that was read last; null if none was read, and in by-block files, whose lines are whole blocks
     * @param end offset of the next byte in it
     * @param sure whether the block of the event before that byte is known
     */
    public record Stop(@Nullable HourFile file, long end, boolean sure) {
        /** No file was read. */
        public static final Stop NONE = new Stop(null, 0, false);
    }

    /**
     * A block.
     *
     * @param count number of its events up to the last one that was read; negative if unknown
     * @param first hash of the first of its events that was read
     */
    public record Block(long number, int count, long first) {
        private static final int NUMBERS = 3;

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Block of(long[] numbers) {
            CheckpointJson.require(numbers.length == NUMBERS, "must be an array of " + NUMBERS + " numbers");
            CheckpointJson.require((int) numbers[1] == numbers[1], "must have a 32-bit count");
            return new Block(numbers[0], (int) numbers[1], numbers[2]);
        }

        @JsonValue
        long[] numbers() {
            return new long[] {number, count, first};
        }
    }
}
