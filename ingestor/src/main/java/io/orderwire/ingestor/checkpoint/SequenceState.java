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
 * @param place where in the sequence of blocks reading is
 * @param leftOut how many numbers blocks of a streaming file left out lately
 * @param gaps gaps that are not closed or not reported yet
 * @param entered how far the newest hour file was read that was begun, or null if none was
 * @param counts what was counted since the topics were created
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

    /** Most gaps in a list; more than are written, so that a later version may write more. */
    private static final int MOST_GAPS = 64;

    /** A member is absent if its value is the default one. */
    public SequenceState {
        leftOut = leftOut == null ? LeftOut.NONE : leftOut;
    }

    /**
     * Where in the sequence of blocks reading is.
     *
     * @param last the block with the number that the next one follows, or null if none was read
     * @param top the highest number that was read; blocks up to it were written, or are reported
     * @param backFrom the lowest number of blocks that are written again and not reported yet, or -1
     * @param unsure whether blocks after {@code last} were lost by Orderwire, so that the next number proves nothing
     * @param far a block with a number far away, which the next line confirms, or null
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
     * Numbers that blocks of a streaming file left out.
     *
     * @param most the most in the present period
     * @param formerMost the most in the period before it
     * @param blocks blocks that were looked at
     */
    public record LeftOut(long most, long formerMost, long blocks) {
        /** No block was looked at. */
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
     * @param open gaps whose blocks may still come late, the oldest first
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

        /** Refuses gaps that no ingestor keeps. */
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

    /** The counts of another state, which are those of all sources. */
    public SequenceState withCounts(SequenceState other) {
        return with(other.counts);
    }

    /** A copy in which the newest hour file that was begun has been read up to there. */
    public SequenceState entered(@Nullable Position position) {
        return new SequenceState(place, leftOut, gaps, position, counts);
    }

    /** The counts alone, for files that do not continue the former ones. */
    public SequenceState countsOnly() {
        return NONE.with(counts);
    }
}
