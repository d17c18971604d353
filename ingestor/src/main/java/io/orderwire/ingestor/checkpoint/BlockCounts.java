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
 * How many events of the last blocks were read, and where reading stopped: what the place of the next event in its block
 * follows from. A part of the checkpoint since version 0.2.0.
 *
 * @param stop where reading stopped
 * @param again whether a by-block line that writes its block again has begun, and none of its events has been read
 * @param begunUpTo blocks up to this number may have begun before their first event that was read
 * @param blocks the last blocks, by rising numbers
 */
public record BlockCounts(
        @JsonUnwrapped @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Unset.class)
        Stop stop,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean again,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long begunUpTo,
        @JsonProperty("last") List<Block> blocks) {
    /** Nothing has been read. */
    public static final BlockCounts NONE = new BlockCounts(Stop.NONE, false, 0, List.of());

    /** Most blocks in a checkpoint; more than are written, so that a later version may write more. */
    private static final int MOST_BLOCKS = 64;

    /** Refuses blocks that no ingestor counts. */
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
     * @param file the hour file that was read last; null if none was, and in by-block files, whose lines are whole blocks
     * @param end the next byte in it
     * @param sure whether the event before that byte is known
     */
    public record Stop(@Nullable HourFile file, long end, boolean sure) {
        /** No file was read. */
        public static final Stop NONE = new Stop(null, 0, false);
    }

    /**
     * A block.
     *
     * @param count number of its events up to the one read last, negative if it is not known
     * @param first hash of its first event that was read
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
