package io.orderwire.contract.order;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.orderwire.contract.text.Json;
import io.orderwire.contract.text.Utf8;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line of the node: a bare event, or an envelope with one. Finds the kind of the line and the positions of
 * its parts in the bytes, without copying the parts. A line is an envelope if its object has an array {@code events}.
 *
 * <p>Not thread-safe; its values are valid until the next line is read, provided that the bytes do not change.
 */
public final class LineReader {
    /**
     * Range of a member's value in the bytes; empty if the line does not have the member or its value has another type.
     */
    private static final class Range {
        private int from;
        private int to;

        void set(int newFrom, int newTo) {
            from = newFrom;
            to = newTo;
        }

        int length() {
            return to - from;
        }
    }

    private final EventReader reader = new EventReader();
    private final Range event = new Range();
    private final Range blockNumber = new Range();
    private final Range blockTime = new Range();
    private final Range localTime = new Range();
    private int base;

    /**
     * Reads the line at {@code [from, to)} of {@code bytes}, without its line feed. Does not throw, whatever bytes the line
     * holds.
     */
    public ParseResult read(byte[] bytes, int from, int to) {
        reader.clear();
        blockNumber.set(0, 0);
        blockTime.set(0, 0);
        localTime.set(0, 0);
        int start = from;
        while (start < to && isWhitespace(bytes[start])) {
            start++;
        }
        event.set(start, to);
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

    /**
     * Reads an event inside an envelope only to find its user. An array of events in the event is ignored.
     *
     * @return true if the event has a valid user address
     */
    public boolean readUser(byte[] bytes, int from, int to) {
        reader.clear();
        try (JsonParser json = Json.FACTORY.createParser(bytes, from, to - from)) {
            json.nextToken();
            reader.read(json);
        } catch (IOException expected) {
            // Not an order: the parser reads the event in the same way and rejects it.
        }
        return reader.userFound();
    }

    /**
     * True if {@code [from, to)} begins with a brace and is one JSON object that has members, is not nested too deep, and
     * does not have an array {@code events}.
     */
    public boolean isMembers(byte[] bytes, int from, int to) {
        int first = from + 1;
        while (first < to && isWhitespace(bytes[first])) {
            first++;
        }
        if (first >= to || bytes[from] != '{' || bytes[first] != '"' || !Utf8.isValid(bytes, from, to)) {
            return false;
        }
        try (JsonParser json = Json.FACTORY.createParser(bytes, from, to - from)) {
            json.nextToken();
            ParseResult result = reader.read(json);
            boolean whole =
                    result != ParseResult.NOT_JSON && result != ParseResult.TOO_DEEP && json.nextToken() == null;
            return whole && !reader.eventsFound();
        } catch (IOException expected) {
            return false;
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
        event.to = base + (int) json.currentLocation().getByteOffset();
        return result;
    }

    private @Nullable ParseResult readEnvelope(JsonParser json) throws IOException {
        ParseResult result = null;
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
                case "block_number" -> range(json, JsonToken.VALUE_NUMBER_INT, blockNumber);
                case "block_time" -> range(json, JsonToken.VALUE_STRING, blockTime);
                case "local_time" -> range(json, JsonToken.VALUE_STRING, localTime);
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
        event.set(from, base + (int) json.currentLocation().getByteOffset());
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

    private void range(JsonParser json, JsonToken wanted, Range range) throws IOException {
        if (json.currentToken() != wanted) {
            json.skipChildren();
            return;
        }
        int from = base + (int) json.currentTokenLocation().getByteOffset();
        int length = json.getTextLength();
        boolean string = wanted == JsonToken.VALUE_STRING;
        range.set(from, string ? base + (int) json.currentLocation().getByteOffset() : from + length);
    }

    private static boolean isWhitespace(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    /** Index of the event's own object; the line's start if the line does not have an event. */
    public int eventFrom() {
        return event.from;
    }

    /** Index after the last byte of the event. */
    public int eventTo() {
        return event.to;
    }

    /** True if the event has a valid user address, even if it is not an order. */
    public boolean userFound() {
        return reader.userFound();
    }

    /** The user's address in lower case, {@link Users#LENGTH} bytes; overwritten by the next line. */
    public byte[] user() {
        return reader.user();
    }

    int blockNumberFrom() {
        return blockNumber.from;
    }

    int blockNumberLength() {
        return blockNumber.length();
    }

    int blockTimeFrom() {
        return blockTime.from;
    }

    int blockTimeLength() {
        return blockTime.length();
    }

    int localTimeFrom() {
        return localTime.from;
    }

    int localTimeLength() {
        return localTime.length();
    }
}
