package io.orderwire.contract.gap;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.position.Sequence;
import io.orderwire.contract.text.Json;
import io.orderwire.contract.text.Unicode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A loss, shed on purpose or unavoidable, exact to the event where that is possible; or what the node did that consumers
 * must know at its place: blocks that it did not write, or wrote again.
 *
 * @param id names the loss; a gap that is completed later is written again under the same id
 * @param where {@code ingestor}, {@code parser}, {@code retention}, {@code node}, or, to clients only, {@code gateway}
 * @param reason {@code age}, {@code retention} or {@code vanished}; of the node {@link #MISSING_BLOCKS},
 *     {@link #POSSIBLY_MISSING_BLOCKS}, {@link #REWIND} or {@link #MISSING_HOURS}
 * @param partition the partition that the loss is in, or null if it is in all
 * @param fromSeq first sequence lost, or null when the events had none yet
 * @param toSeq last sequence lost, inclusive, or null
 * @param fromPos position of the first byte lost, or null
 * @param toPos position after the last byte lost, or null
 * @param fromBlock first block number that is missing or written again, or null
 * @param toBlock last such block number, inclusive, or null
 * @param events events lost, or null while not counted or where bytes vanished unread
 * @param bytes bytes lost, or null
 * @param fromMs time at which the first lost data was read or written, epoch milliseconds
 * @param toMs the same time of the last lost data, epoch milliseconds
 */
public record Gap(
        String id,
        String where,
        String reason,
        @Nullable Integer partition,
        @Nullable Long fromSeq,
        @Nullable Long toSeq,
        @Nullable String fromPos,
        @Nullable String toPos,
        @Nullable Long fromBlock,
        @Nullable Long toBlock,
        @Nullable Long events,
        @Nullable Long bytes,
        long fromMs,
        long toMs) {

    /** {@code where} of what the node did. */
    public static final String NODE = "node";

    /** Blocks that a by-block file certainly lacks. */
    public static final String MISSING_BLOCKS = "missing-blocks";

    /** Blocks that a streaming file may lack, where blocks without events leave no line. */
    public static final String POSSIBLY_MISSING_BLOCKS = "possibly-missing-blocks";

    /** Blocks that the node wrote again. */
    public static final String REWIND = "rewind";

    /** Hour files that came and went while nobody read. */
    public static final String MISSING_HOURS = "missing-hours";

    /** Longest text of a gap that is accepted: those of this pipeline have fewer than 500 characters. */
    private static final int MOST_CHARACTERS = 8_192;

    private static final int LONGEST_ID = 512;
    private static final int LONGEST_WORD = 64;

    /** A loss that no block numbers describe. */
    public Gap(
            String id,
            String where,
            String reason,
            @Nullable Integer partition,
            @Nullable Long fromSeq,
            @Nullable Long toSeq,
            @Nullable String fromPos,
            @Nullable String toPos,
            @Nullable Long events,
            @Nullable Long bytes,
            long fromMs,
            long toMs) {
        this(id, where, reason, partition, fromSeq, toSeq, fromPos, toPos, null, null, events, bytes, fromMs, toMs);
    }

    /** The gap as JSON, in the shape of {@code hyperliquid.orders.gaps}. */
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeStringField("where", where);
            json.writeStringField("reason", reason);
            number(json, "partition", partition == null ? null : partition.longValue());
            number(json, "fromSeq", fromSeq);
            number(json, "toSeq", toSeq);
            json.writeStringField("fromPos", fromPos);
            json.writeStringField("toPos", toPos);
            number(json, "fromBlock", fromBlock);
            number(json, "toBlock", toBlock);
            number(json, "events", events);
            number(json, "bytes", bytes);
            json.writeNumberField("fromMs", fromMs);
            json.writeNumberField("toMs", toMs);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * Reads a gap. A text that is accepted is exactly one JSON object and may be passed on unchanged: its known members have
     * valid types and values, and nothing follows the object.
     *
     * @throws IllegalArgumentException naming the member, if it is not a gap
     */
    public static Gap parse(String text) {
        require(text.length() <= MOST_CHARACTERS, "the text", "at most " + MOST_CHARACTERS + " characters");
        Builder gap = new Builder();
        try (JsonParser json = Json.FACTORY.createParser(text)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "the text", "an object");
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                gap.read(name, json);
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null, "the text", "one object");
        } catch (IOException e) {
            throw new IllegalArgumentException("not a gap: " + e.getMessage(), e);
        }
        return gap.build();
    }

    private static void require(boolean holds, String name, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("not a gap: " + name + " must be " + expected);
        }
    }

    /** Whether the gap may occur in that partition: it concerns that partition, or all of them. */
    public boolean concerns(int number) {
        return partition == null || partition == number;
    }

    /**
     * The gap that a marker record carries, or null if the record does not have exactly one such header in UTF-8.
     *
     * @throws IllegalArgumentException if the text of the header is not a gap
     */
    public static @Nullable Gap of(Headers headers) {
        String text = io.orderwire.contract.topic.Headers.text(headers, io.orderwire.contract.topic.Headers.GAP);
        return text == null ? null : parse(text);
    }

    private static void number(JsonGenerator json, String name, @Nullable Long value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    private static final class Builder {
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

        void read(String name, JsonParser json) throws IOException {
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
            // A record without a time has -1.
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

        Gap build() {
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
            return new Gap(
                    id, where, reason, partition, fromSeq, toSeq, fromPos, toPos, fromBlock, toBlock, events, bytes,
                    fromMs, toMs);
        }
    }
}
