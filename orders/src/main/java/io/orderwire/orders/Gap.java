package io.orderwire.orders;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A loss that was given up on purpose or could not be helped, named to the event where that is possible.
 *
 * @param id names the loss; a completed account comes again under the same id
 * @param where {@code ingestor}, {@code parser}, {@code retention}, or, to clients only, {@code gateway}
 * @param reason {@code age}, {@code retention} or {@code vanished}
 * @param partition the partition it touches, or null when all
 * @param fromSeq first sequence lost, or null when the events had none yet
 * @param toSeq last sequence lost, inclusive, or null
 * @param fromPos position of the first byte lost, or null
 * @param toPos position after the last byte lost, or null
 * @param events events lost, or null while not counted or where bytes vanished unread
 * @param bytes bytes lost, or null
 * @param fromMs when the first of it was read or written, epoch milliseconds
 * @param toMs when the last of it was, epoch milliseconds
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
        @Nullable Long events,
        @Nullable Long bytes,
        long fromMs,
        long toMs) {

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
     * Reads a gap.
     *
     * @throws IllegalArgumentException when it is no gap
     */
    public static Gap parse(String text) {
        Builder gap = new Builder();
        try (JsonParser json = Json.FACTORY.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a gap: " + text);
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                gap.read(name, json);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a gap: " + text, e);
        }
        return gap.build(text);
    }

    /** The gap that a marker record carries, or null when the record is none. */
    public static @Nullable Gap of(Headers headers) {
        String text = io.orderwire.orders.Headers.text(headers, io.orderwire.orders.Headers.GAP);
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
        private @Nullable Long events;
        private @Nullable Long bytes;
        private long fromMs;
        private long toMs;

        void read(String name, JsonParser json) throws IOException {
            json.nextToken();
            switch (name) {
                case "id" -> id = json.getValueAsString();
                case "where" -> where = json.getValueAsString();
                case "reason" -> reason = json.getValueAsString();
                case "partition" -> partition = json.currentToken() == JsonToken.VALUE_NULL ? null : json.getIntValue();
                case "fromSeq" -> fromSeq = number(json);
                case "toSeq" -> toSeq = number(json);
                case "fromPos" -> fromPos = json.getValueAsString();
                case "toPos" -> toPos = json.getValueAsString();
                case "events" -> events = number(json);
                case "bytes" -> bytes = number(json);
                case "fromMs" -> fromMs = json.getLongValue();
                case "toMs" -> toMs = json.getLongValue();
                default -> json.skipChildren();
            }
        }

        private static @Nullable Long number(JsonParser json) throws IOException {
            return json.currentToken() == JsonToken.VALUE_NULL ? null : json.getLongValue();
        }

        Gap build(String text) {
            if (id == null || where == null || reason == null) {
                throw new IllegalArgumentException("not a gap: " + text);
            }
            return new Gap(id, where, reason, partition, fromSeq, toSeq, fromPos, toPos, events, bytes, fromMs, toMs);
        }
    }
}
