package io.orderwire.runtime.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.position.Source;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The state of the node, as far as its files show it to the ingestor. In a {@link Snapshot} and in the pipeline's stats it is
 * an object with these members.
 *
 * @param lagMs {@code local_time - block_time} of the newest line that was read, milliseconds, 0 if negative; null if unknown
 * @param chainAgeMs the ingestor's wall clock minus that {@code block_time}, milliseconds, 0 if negative; null if unknown
 * @param silentMs monotonic time since the files were last seen to grow, milliseconds; null until they grow while the ingestor
 *     runs
 * @param lastBlock block number in the newest line; null if unknown
 * @param blocksPerSecond average number of blocks written per second during the last 10 s, as a whole number in JSON; null if
 *     unknown
 * @param source shape of the files that are followed; null if none are followed
 * @param folder folder of dates that is followed; null if none is followed
 */
public record NodeStats(
        @Nullable Long lagMs,
        @Nullable Long chainAgeMs,
        @Nullable Long silentMs,
        @Nullable Long lastBlock,
        @Nullable Double blocksPerSecond,
        @Nullable String source,
        @Nullable String folder) {
    /** Nothing is known. */
    public static final NodeStats UNKNOWN = new NodeStats(null, null, null, null, null, null, null);

    /** More than a node can write: each block takes it some tens of milliseconds. */
    private static final double MOST_BLOCKS_PER_SECOND = 1e6;

    /** A path on Linux has at most 4,096 bytes. */
    private static final int LONGEST_FOLDER = 4_096;

    /** Writes the members of an object that has been begun. */
    public void write(JsonGenerator json) throws IOException {
        write(json, "lagMs", lagMs);
        write(json, "chainAgeMs", chainAgeMs);
        write(json, "silentMs", silentMs);
        write(json, "lastBlock", lastBlock);
        if (blocksPerSecond == null) {
            json.writeNullField("blocksPerSecond");
        } else {
            json.writeNumberField("blocksPerSecond", Math.round(blocksPerSecond));
        }
        json.writeStringField("source", source);
        json.writeStringField("folder", folder);
    }

    private static void write(JsonGenerator json, String name, @Nullable Long number) throws IOException {
        if (number == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, number);
        }
    }

    /**
     * Reads the value that starts at the current token of {@code json}; absent members are unknown, and so is a source of a
     * later version.
     *
     * @throws IllegalArgumentException naming the member, if it is not what an ingestor writes
     */
    static @Nullable NodeStats read(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        SnapshotReader.require(json.currentToken() == JsonToken.START_OBJECT, "node", "an object");
        Long lagMs = null;
        Long chainAgeMs = null;
        Long silentMs = null;
        Long lastBlock = null;
        Double blocksPerSecond = null;
        String source = null;
        String folder = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            if (json.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "lagMs" -> lagMs = SnapshotReader.number(name, json, 0);
                case "chainAgeMs" -> chainAgeMs = SnapshotReader.number(name, json, 0);
                case "silentMs" -> silentMs = SnapshotReader.number(name, json, 0);
                case "lastBlock" -> lastBlock = SnapshotReader.number(name, json, 0);
                case "blocksPerSecond" -> blocksPerSecond = rate(name, json);
                case "source" -> source = source(SnapshotReader.text(name, json, LONGEST_FOLDER));
                case "folder" -> folder = SnapshotReader.text(name, json, LONGEST_FOLDER);
                default -> json.skipChildren();
            }
        }
        return new NodeStats(lagMs, chainAgeMs, silentMs, lastBlock, blocksPerSecond, source, folder);
    }

    private static double rate(String name, JsonParser json) throws IOException {
        SnapshotReader.require(json.currentToken().isNumeric(), name, "a number");
        double rate = json.getDoubleValue();
        SnapshotReader.require(
                rate >= 0 && rate <= MOST_BLOCKS_PER_SECOND, name, "a number from 0 to " + MOST_BLOCKS_PER_SECOND);
        return rate;
    }

    private static @Nullable String source(String word) {
        return Source.options().contains(word) ? word : null;
    }
}
