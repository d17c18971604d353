package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many events of the last blocks were read, and where reading stopped: what the place of the next event in its block
 * follows from. A part of the checkpoint since version 0.2.0.
 *
 * @param file the hour file that was read last; null if none was, and in by-block files, whose lines are whole blocks
 * @param end where reading stopped in it
 * @param sure whether the event before {@code end} is known
 * @param again whether a by-block line that writes its block again has begun, and none of its events has been read
 * @param begunUpTo blocks up to this number may have begun before their first event that was read
 * @param blocks the last blocks, by rising numbers
 */
public record BlockCounts(
        @Nullable HourFile file, long end, boolean sure, boolean again, long begunUpTo, List<Block> blocks) {
    /** Nothing has been read. */
    public static final BlockCounts NONE = new BlockCounts(null, 0, false, false, 0, List.of());

    /** Most blocks in a checkpoint; more than are written, so that a later version may write more. */
    private static final int MOST_BLOCKS = 64;

    private static final int MEMBERS = 3;

    /**
     * A block.
     *
     * @param count number of its events up to the one read last, negative if it is not known
     * @param first hash of its first event that was read
     */
    public record Block(long number, int count, long first) {}

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (file != null) {
            json.writeStringField("file", file.toString());
            json.writeNumberField("end", end);
            json.writeBooleanField("sure", sure);
        }
        if (again) {
            json.writeBooleanField("again", true);
        }
        if (begunUpTo > 0) {
            json.writeNumberField("begunUpTo", begunUpTo);
        }
        json.writeArrayFieldStart("last");
        for (Block block : blocks) {
            json.writeArray(new long[] {block.number, block.count, block.first}, 0, MEMBERS);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Reads the object that begins with the current token. */
    static BlockCounts read(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT, "an object");
        HourFile file = null;
        long end = 0;
        boolean sure = false;
        boolean again = false;
        long begunUpTo = 0;
        List<Block> blocks = List.of();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "file" -> file = HourFile.parse(json.getText());
                case "end" -> end = number(json);
                case "sure" -> sure = json.getBooleanValue();
                case "again" -> again = json.getBooleanValue();
                case "begunUpTo" -> begunUpTo = number(json);
                case "last" -> blocks = blocks(json);
                default -> json.skipChildren();
            }
        }
        require(end >= 0, "an offset of no less than 0");
        return new BlockCounts(file, end, sure, again, begunUpTo, blocks);
    }

    private static List<Block> blocks(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY, "an array of blocks");
        List<Block> blocks = new ArrayList<>();
        long last = -1;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(json.currentToken() == JsonToken.START_ARRAY && blocks.size() < MOST_BLOCKS, "a few arrays");
            long[] members = new long[MEMBERS];
            for (int i = 0; i < MEMBERS; i++) {
                json.nextToken();
                members[i] = number(json);
            }
            require(json.nextToken() == JsonToken.END_ARRAY, "arrays of " + MEMBERS + " numbers");
            require(members[0] > last && (int) members[1] == members[1], "blocks by rising numbers");
            last = members[0];
            blocks.add(new Block(members[0], (int) members[1], members[2]));
        }
        return List.copyOf(blocks);
    }

    private static long number(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, "numbers");
        return json.getLongValue();
    }

    private static void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("not an ingestor's state: blocks must be " + expected);
        }
    }
}
