package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.position.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks the node has written, left out and written again. A part of the checkpoint since version 0.2.0.
 *
 * @param place where in the sequence of blocks reading is
 * @param jumps how many numbers blocks of a streaming file left out lately
 * @param gaps gaps that are not closed or not reported yet
 * @param entered how far the newest hour file was read that was begun, or null if none was
 * @param counts what was counted since the topics were created
 */
public record SequenceState(
        Place place, Jumps jumps, Gaps gaps, @Nullable Position entered, Counts counts) {
    /** Nothing has been read. */
    public static final SequenceState NONE =
            new SequenceState(Place.NONE, Jumps.NONE, Gaps.NONE, null, new Counts(0, 0));

    /** Most gaps in a list; more than are written, so that a later version may write more. */
    private static final int MOST_GAPS = 64;

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
            @Nullable BlockPlace last,
            long top,
            long backFrom,
            boolean unsure,
            @Nullable BlockPlace far) {
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
    public record Jumps(long most, long formerMost, long blocks) {
        /** No block was looked at. */
        public static final Jumps NONE = new Jumps(0, 0, 0);
    }

    /**
     * Gaps that are not closed or not reported yet.
     *
     * @param open gaps whose blocks may still come late, the oldest first
     * @param pending gaps that are not reported yet, because there are too many at once
     * @param hours hour files that were never seen, until the next block shows whether blocks are missing; or null
     */
    public record Gaps(
            List<Gap> open, List<Gap> pending, @Nullable Gap hours) {
        /** No gap. */
        static final Gaps NONE = new Gaps(List.of(), List.of(), null);
    }

    /**
     * Counts since the topics were created.
     *
     * @param blocksMissing blocks that are certainly missing
     * @param rewinds how often the node wrote blocks again
     */
    public record Counts(long blocksMissing, long rewinds) {}

    /** A copy with other counts. */
    public SequenceState with(Counts other) {
        return new SequenceState(place, jumps, gaps, entered, other);
    }

    /** The counts of another state, which are those of all sources. */
    public SequenceState withCounts(SequenceState other) {
        return with(other.counts);
    }

    /** A copy in which the newest hour file that was begun has been read up to there. */
    public SequenceState entered(@Nullable Position position) {
        return new SequenceState(place, jumps, gaps, position, counts);
    }

    /** The counts alone, for files that do not continue the former ones. */
    public SequenceState countsOnly() {
        return NONE.with(counts);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        place(json, "last", place.last);
        json.writeNumberField("top", place.top);
        if (place.backFrom >= 0) {
            json.writeNumberField("backFrom", place.backFrom);
        }
        if (place.unsure) {
            json.writeBooleanField("unsure", true);
        }
        place(json, "far", place.far);
        if (!jumps.equals(Jumps.NONE)) {
            json.writeFieldName("jumps");
            json.writeArray(new long[] {jumps.most, jumps.formerMost, jumps.blocks}, 0, 3);
        }
        gaps(json, "open", gaps.open);
        gaps(json, "pending", gaps.pending);
        if (gaps.hours != null) {
            json.writeStringField("hours", gaps.hours.toJson());
        }
        if (entered != null) {
            json.writeStringField("entered", entered.toString());
        }
        json.writeNumberField("blocksMissing", counts.blocksMissing);
        json.writeNumberField("rewinds", counts.rewinds);
        json.writeEndObject();
    }

    private static void place(JsonGenerator json, String name, @Nullable BlockPlace place) throws IOException {
        if (place != null) {
            json.writeObjectFieldStart(name);
            json.writeNumberField("block", place.number());
            json.writeStringField("pos", place.position().toString());
            json.writeNumberField("ms", place.ms());
            json.writeEndObject();
        }
    }

    private static void gaps(JsonGenerator json, String name, List<Gap> gaps) throws IOException {
        if (!gaps.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (Gap gap : gaps) {
                json.writeString(gap.toJson());
            }
            json.writeEndArray();
        }
    }

    /** Reads the object that begins with the current token. */
    static SequenceState read(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT, "an object");
        BlockPlace last = null;
        long top = 0;
        long backFrom = -1;
        boolean unsure = false;
        BlockPlace far = null;
        Jumps jumps = Jumps.NONE;
        List<Gap> open = List.of();
        List<Gap> pending = List.of();
        Gap hours = null;
        Position entered = null;
        long blocksMissing = 0;
        long rewinds = 0;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "last" -> last = place(json);
                case "top" -> top = number(json, 0);
                case "backFrom" -> backFrom = number(json, -1);
                case "unsure" -> unsure = json.getBooleanValue();
                case "far" -> far = place(json);
                case "jumps" -> jumps = jumps(json);
                case "open" -> open = gaps(json);
                case "pending" -> pending = gaps(json);
                case "hours" -> hours = Gap.parse(json.getText());
                case "entered" -> entered = Position.parse(json.getText());
                case "blocksMissing" -> blocksMissing = number(json, 0);
                case "rewinds" -> rewinds = number(json, 0);
                default -> json.skipChildren();
            }
        }
        return new SequenceState(
                new Place(last, top, backFrom, unsure, far),
                jumps,
                new Gaps(open, pending, hours),
                entered,
                new Counts(blocksMissing, rewinds));
    }

    private static BlockPlace place(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT, "places of blocks");
        long block = -1;
        Position position = null;
        long ms = BlockPlace.UNKNOWN;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "block" -> block = number(json, 0);
                case "pos" -> position = Position.parse(json.getText());
                case "ms" -> ms = number(json, BlockPlace.UNKNOWN);
                default -> json.skipChildren();
            }
        }
        if (position == null || block < 0) {
            throw new IllegalArgumentException("not an ingestor's state: sequence must be of places of blocks");
        }
        return new BlockPlace(block, position, ms);
    }

    private static Jumps jumps(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY, "jumps in an array");
        long[] members = new long[3];
        for (int i = 0; i < members.length; i++) {
            json.nextToken();
            members[i] = number(json, 0);
        }
        require(json.nextToken() == JsonToken.END_ARRAY, "three numbers of jumps");
        return new Jumps(members[0], members[1], members[2]);
    }

    private static List<Gap> gaps(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY, "gaps in an array");
        List<Gap> gaps = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(json.currentToken() == JsonToken.VALUE_STRING && gaps.size() < MOST_GAPS, "a few gaps");
            Gap gap = Gap.parse(json.getText());
            require(gap.fromBlock() != null && gap.toBlock() != null, "gaps of blocks");
            gaps.add(gap);
        }
        return List.copyOf(gaps);
    }

    private static long number(JsonParser json, long least) throws IOException {
        require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, "integers");
        long number = json.getLongValue();
        require(number >= least && number <= Sequence.MAX, "integers from " + least + " to 2^53 - 1");
        return number;
    }

    private static void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("not an ingestor's state: sequence must hold " + expected);
        }
    }
}
