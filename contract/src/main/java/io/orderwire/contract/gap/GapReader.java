package io.orderwire.contract.gap;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.position.Sequence;
import io.orderwire.contract.text.Json;
import io.orderwire.contract.text.Unicode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a gap, which may come from another installation or a later version. A text that is accepted is exactly one
 * JSON object and may be passed on unchanged: its known members have valid types and values, and nothing follows the object.
 * Stages and reasons of a later version are accepted and kept.
 */
final class GapReader {
    /** Longest text of a gap that is accepted: this pipeline writes fewer than 500 characters. */
    private static final int MOST_CHARACTERS = 8_192;

    private static final int LONGEST_ID = 512;
    private static final int LONGEST_WORD = 64;

    private @Nullable String id;
    private @Nullable String where;
    private @Nullable String reason;
    private @Nullable Integer partition;
    private @Nullable Long fromSeq;
    private @Nullable Long toSeq;
    private @Nullable String fromPos;
    private @Nullable String toPos;
    private @Nullable Long fromBlock;
    private @Nullable Long toBlock;
    private @Nullable Long events;
    private @Nullable Long bytes;
    private long fromMs;
    private long toMs;

    private GapReader() {}

    static Gap read(String text) {
        require(text.length() <= MOST_CHARACTERS, "the text", "at most " + MOST_CHARACTERS + " characters");
        GapReader gap = new GapReader();
        try (JsonParser json = Json.FACTORY.createParser(text)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "the text", "an object");
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                gap.read(name, json);
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null, "the text", "one object");
        } catch (IOException e) {
            throw new IllegalArgumentException("not a gap: " + e.getMessage(), e);
        }
        return gap.checked();
    }

    private static void require(boolean holds, String name, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("not a gap: " + name + " must be " + expected);
        }
    }

    private void read(String name, JsonParser json) throws IOException {
        json.nextToken();
        switch (name) {
            case "id" -> id = text(name, json, LONGEST_ID);
            case "where" -> where = text(name, json, LONGEST_WORD);
            case "reason" -> reason = text(name, json, LONGEST_WORD);
            case "partition" -> partition = partition(json);
            case "fromSeq" -> fromSeq = number(name, json, 1);
            case "toSeq" -> toSeq = number(name, json, 1);
            case "fromPos" -> fromPos = position(name, json);
            case "toPos" -> toPos = position(name, json);
            case "fromBlock" -> fromBlock = number(name, json, 0);
            case "toBlock" -> toBlock = number(name, json, 0);
            case "events" -> events = number(name, json, 0);
            case "bytes" -> bytes = number(name, json, 0);
            case "fromMs" -> fromMs = time(name, json);
            case "toMs" -> toMs = time(name, json);
            default -> json.skipChildren();
        }
    }

    private static @Nullable String text(String name, JsonParser json, int most) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        require(json.currentToken() == JsonToken.VALUE_STRING, name, "a string");
        String text = json.getText();
        require(!text.isEmpty() && text.length() <= most, name, "a string of 1 to " + most + " characters");
        require(Unicode.isWellFormed(text), name, "well-formed Unicode");
        return text;
    }

    private static @Nullable String position(String name, JsonParser json) throws IOException {
        String text = text(name, json, LONGEST_WORD);
        return text == null ? null : Position.parse(text).toString();
    }

    private static @Nullable Integer partition(JsonParser json) throws IOException {
        Long number = number("partition", json, 0);
        require(number == null || number <= Integer.MAX_VALUE, "partition", "a partition");
        return number == null ? null : (Integer) number.intValue();
    }

    private static long time(String name, JsonParser json) throws IOException {
        // Negative values are valid: a Kafka record without a timestamp has the timestamp -1.
        Long number = number(name, json, -Sequence.MAX);
        require(number != null, name, "there");
        return number == null ? 0 : number;
    }

    private static @Nullable Long number(String name, JsonParser json, long least) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, name, "an integer");
        long number = json.getLongValue();
        require(number >= least && number <= Sequence.MAX, name, "an integer from " + least + " to 2^53 - 1");
        return number;
    }

    private Gap checked() {
        if (id == null || where == null || reason == null) {
            throw new IllegalArgumentException("not a gap: id, where and reason must be there");
        }
        if (fromSeq != null && toSeq != null) {
            long range = toSeq - fromSeq + 1;
            require(range > 0, "toSeq", "no less than fromSeq");
            require(events == null || events <= range, "events", "no more than the sequences");
        }
        if (fromBlock != null && toBlock != null) {
            require(toBlock >= fromBlock, "toBlock", "no less than fromBlock");
        }
        return new GapBuilder(id, new Gap.Words(where, reason))
                .partition(partition)
                .seqs(fromSeq, toSeq)
                .positions(fromPos, toPos)
                .blocks(fromBlock, toBlock)
                .events(events)
                .bytes(bytes)
                .times(fromMs, toMs)
                .build();
    }
}
