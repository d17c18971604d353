package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.position.Sequence;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks the node has written, left out and written again. A part of the checkpoint since version 0.2.0.
 *
 * @param place the current place in the sequence of blocks
 * @param leftOut how many block numbers were recently left out in streaming files
 * @param gaps gaps that are not closed or not reported yet
 * @param entered position up to which the newest file that was begun has been read, or null if none was begun
 * @param counts counts since the topics were created
 */
public record SequenceState(
        @JsonUnwrapped Place place,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Unset.class) @JsonProperty("jumps")
        LeftOut leftOut,

        @JsonUnwrapped Gaps gaps,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Position entered,
        @JsonUnwrapped Counts counts) {
    /** Nothing has been read. */
    public static final SequenceState NONE =
            new SequenceState(Place.NONE, LeftOut.NONE, Gaps.NONE, null, new Counts(0, 0));

    /** Largest number of gaps that is accepted in a list. This version writes fewer; a later one may write more. */
    private static final int MOST_GAPS = 64;

    /** A member is missing if it has its default value. */
    public SequenceState {
        leftOut = leftOut == null ? LeftOut.NONE : leftOut;
    }

    /**
     * The current place in the sequence of blocks.
     *
     * @param last the last block, from which the next number should continue, or null if none was read
     * @param top the highest number that was read; the blocks up to it were written, or are reported as missing
     * @param backFrom the lowest number of the blocks that the node is writing again and that are not reported yet, or -1
     * @param unsure whether blocks after {@code last} were lost by Orderwire, so that a difference of the next number does not
     *     prove a gap
     * @param far a block whose number differs so much that the next line must confirm it, or null
     */
    public record Place(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            BlockPlace last,

            @JsonDeserialize(using = WholeNumber.Exact.class)
            long top,

            @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Unset.class)
            @JsonDeserialize(using = WholeNumber.ExactOrNone.class)
            long backFrom,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean unsure,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            BlockPlace far) {
        /** No block was read. */
        static final Place NONE = new Place(null, 0, -1, false, null);
    }

    /**
     * Block numbers that were left out in streaming files.
     *
     * @param most largest number of them in a row in the current period
     * @param formerMost largest number of them in a row in the previous period
     * @param blocks number of blocks that were examined
     */
    public record LeftOut(long most, long formerMost, long blocks) {
        /** No block was examined. */
        public static final LeftOut NONE = new LeftOut(0, 0, 0);

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static LeftOut of(long[] numbers) {
            CheckpointJson.require(
                    numbers.length == 3
                            && Arrays.stream(numbers).allMatch(number -> number >= 0 && number <= Sequence.MAX),
                    "must be three integers from 0 to 2^53 - 1");
            return new LeftOut(numbers[0], numbers[1], numbers[2]);
        }

        @JsonValue
        long[] numbers() {
            return new long[] {most, formerMost, blocks};
        }
    }

    /**
     * Gaps that are not closed or not reported yet.
     *
     * @param open gaps whose blocks may still arrive late, the oldest first
     * @param pending gaps that are not reported yet, because there are too many at once
     * @param hours hour files that were never seen, until the next block shows whether blocks are missing; or null
     */
    public record Gaps(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Gap> open,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Gap> pending,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Gap hours) {
        /** No gap. */
        static final Gaps NONE = new Gaps(List.of(), List.of(), null);

        /** Rejects gaps that an ingestor cannot have written. */
        public Gaps {
            open = checked(open);
            pending = checked(pending);
        }

        private static List<Gap> checked(@Nullable List<Gap> gaps) {
            List<Gap> list = gaps == null ? List.of() : List.copyOf(gaps);
            CheckpointJson.require(
                    list.size() <= MOST_GAPS, "open and pending must hold at most " + MOST_GAPS + " gaps");
            CheckpointJson.require(
                    list.stream().allMatch(gap -> gap.fromBlock() != null && gap.toBlock() != null),
                    "open and pending must hold gaps of blocks");
            return list;
        }
    }

    /**
     * Counts since the topics were created.
     *
     * @param blocksMissing blocks that are certainly missing
     * @param rewinds how often the node wrote blocks again
     */
    public record Counts(
            @JsonDeserialize(using = WholeNumber.Exact.class)
            long blocksMissing,

            @JsonDeserialize(using = WholeNumber.Exact.class)
            long rewinds) {}

    /** A copy with other counts. */
    public SequenceState with(Counts other) {
        return new SequenceState(place, leftOut, gaps, entered, other);
    }

    /** A copy with the counts of another state, because counts belong to all sources. */
    public SequenceState withCounts(SequenceState other) {
        return with(other.counts);
    }

    /** A copy in which the newest hour file that was begun has been read up to {@code position}. */
    public SequenceState entered(@Nullable Position position) {
        return new SequenceState(place, leftOut, gaps, position, counts);
    }

    /** A copy with the counts only, for files that do not continue the previous ones. */
    public SequenceState countsOnly() {
        return NONE.with(counts);
    }
}
