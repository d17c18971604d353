package io.orderwire.contract.order;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.orderwire.contract.text.Json;
import io.orderwire.contract.text.Utf8;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads any line of the node with a JSON reader: decides what it is, and finds the places of its parts that are outside the
 * event. Not thread-safe.
 */
final class JsonLineReader {
    private final EventReader reader;
    private final Parts parts;
    private ShapeLearner.Layout layout = ShapeLearner.Layout.BARE;
    private int base;

    /** Creates a reader that puts values of the event into {@code reader} and places into {@code parts}. */
    JsonLineReader(EventReader reader, Parts parts) {
        this.reader = reader;
        this.parts = parts;
    }

    /** Reads the line at {@code [start, to)}, which does not begin with whitespace. */
    ParseResult read(byte[] bytes, int start, int to) {
        reader.clear();
        parts.clear();
        parts.set(Part.EVENT, start, to);
        if (!Utf8.isValid(bytes, start, to)) {
            return ParseResult.NOT_UTF8;
        }
        // A zero after the brace would make Jackson take the bytes for UTF-16 or UTF-32.
        if (to - start < 2 || bytes[start] != '{' || bytes[start + 1] == 0) {
            return ParseResult.NOT_JSON;
        }
        base = start;
        try {
            // The order of the two attempts does not change the result. The first letter of the first member shows
            // which attempt is likely to succeed.
            boolean envelopeFirst = to - start > 2 && "ble".indexOf(bytes[start + 2]) >= 0;
            Attempt attempt = envelopeFirst ? this::readEnvelope : this::readBare;
            ParseResult result = attempt(attempt, bytes, start, to);
            if (result == null) {
                result = attempt(envelopeFirst ? this::readBare : this::readEnvelope, bytes, start, to);
            }
            return result == null ? ParseResult.TOO_DEEP : result;
        } catch (StreamConstraintsException expected) {
            return ParseResult.TOO_DEEP;
        } catch (IOException expected) {
            return ParseResult.NOT_JSON;
        }
    }

    /** Reads a line's object as one kind of line; returns null if the line is of the other kind. */
    private interface Attempt {
        @Nullable
        ParseResult read(JsonParser json) throws IOException;
    }

    private static @Nullable ParseResult attempt(Attempt attempt, byte[] bytes, int start, int to) throws IOException {
        try (JsonParser json = Json.FACTORY.createParser(bytes, start, to - start)) {
            json.nextToken();
            ParseResult result = attempt.read(json);
            boolean ended = result == null || result == ParseResult.TOO_DEEP || json.nextToken() == null;
            return ended ? result : ParseResult.NOT_JSON;
        }
    }

    private @Nullable ParseResult readBare(JsonParser json) throws IOException {
        ParseResult result = reader.read(json);
        if (reader.eventsFound() || result == ParseResult.TOO_DEEP) {
            return null;
        }
        layout = ShapeLearner.Layout.BARE;
        // The other attempt may have found members of this event that are not the node's data about a block.
        parts.clear();
        parts.set(Part.EVENT, base, base + (int) json.currentLocation().getByteOffset());
        return result;
    }

    private @Nullable ParseResult readEnvelope(JsonParser json) throws IOException {
        ParseResult result = null;
        layout = ShapeLearner.Layout.ENVELOPE;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            switch (name) {
                case "events" -> {
                    if (token == JsonToken.START_ARRAY) {
                        ParseResult found = readEvents(json);
                        result = result == null ? found : ParseResult.DUPLICATE_KEY;
                        if (found == ParseResult.TOO_DEEP) {
                            return found;
                        }
                    } else {
                        json.skipChildren();
                    }
                }
                case "block_number" -> range(json, JsonToken.VALUE_NUMBER_INT, Part.BLOCK_NUMBER);
                case "block_time" -> range(json, JsonToken.VALUE_STRING, Part.BLOCK_TIME);
                case "local_time" -> range(json, JsonToken.VALUE_STRING, Part.LOCAL_TIME);
                default -> json.skipChildren();
            }
        }
        return result;
    }

    private ParseResult readEvents(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return closeEvents(json, ParseResult.NOT_AN_ORDER);
        }
        int from = base + (int) json.currentTokenLocation().getByteOffset();
        ParseResult result = reader.read(json);
        parts.set(Part.EVENT, from, base + (int) json.currentLocation().getByteOffset());
        if (result == ParseResult.TOO_DEEP) {
            return result;
        }
        return json.nextToken() == JsonToken.END_ARRAY ? result : closeEvents(json, ParseResult.NOT_AN_ORDER);
    }

    private static ParseResult closeEvents(JsonParser json, ParseResult result) throws IOException {
        while (json.currentToken() != JsonToken.END_ARRAY) {
            json.skipChildren();
            if (json.nextToken() == null) {
                return ParseResult.NOT_JSON;
            }
        }
        return result;
    }

    private void range(JsonParser json, JsonToken wanted, Part part) throws IOException {
        if (json.currentToken() != wanted) {
            json.skipChildren();
            return;
        }
        int from = base + (int) json.currentTokenLocation().getByteOffset();
        int length = json.getTextLength();
        boolean string = wanted == JsonToken.VALUE_STRING;
        parts.set(part, from, string ? base + (int) json.currentLocation().getByteOffset() : from + length);
    }

    /** What the line is that was read last; only defined if it was an order. */
    ShapeLearner.Layout layout() {
        return layout;
    }
}
