package io.orderwire.contract.order;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.text.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of {@code hyperliquid.orders} on the hot path: the values that a filter needs, and the position of the event's
 * bytes. Not thread-safe; its values are valid until the next record is read.
 */
public final class OrderReader {
    private static final List<Part> NUMBERS = List.of(Part.PARTITION, Part.SEQ, Part.OID);
    private static final List<Part> PLACES = List.of(
            Part.COIN,
            Part.SIDE,
            Part.LIMIT_PX,
            Part.SZ,
            Part.OID,
            Part.TIMESTAMP,
            Part.ORIG_SZ,
            Part.CLOID,
            Part.STATUS,
            Part.TIME);

    private final EventReader event = new EventReader();
    private final Parts parts = new Parts();
    private final LineShapes shapes = new LineShapes();
    private final WordCache words = new WordCache();
    private byte[] value = {};
    private int valueFrom;
    private boolean shaped;
    private String pos = "";
    private long seq;
    private int partition;
    private int eventFrom;
    private int eventTo;

    /** Reads a record's value; false if it is not an order that this version can read. */
    public boolean read(byte[] newValue) {
        value = newValue;
        valueFrom = 0;
        boolean known = shapes.match(value, 0, value.length, parts);
        shaped = known && takeParts();
        if (shaped) {
            return true;
        }
        boolean read = readJson();
        if (read && !known && shapes.takeTurn()) {
            shapes.learn(value, 0, value.length, ShapeLearner.Layout.RECORD);
        }
        return read;
    }

    /**
     * Reads the order at {@code [from, to)} of {@code bytes} if it has the same shape as an earlier one; does not use a JSON
     * reader. The places of its members are indexes in {@code bytes}. If it returns false, nothing is read.
     */
    public boolean readShaped(byte[] bytes, int from, int to) {
        value = bytes;
        valueFrom = from;
        shaped = shapes.match(bytes, from, to, parts) && takeParts();
        return shaped;
    }

    /** Takes the values of a record that has a known shape; false if a JSON reader has to read it. */
    private boolean takeParts() {
        for (Part number : NUMBERS) {
            if (parts.length(number) >= EventReader.MAX_LONG_DIGITS) {
                return false;
            }
        }
        long longPartition = parts.integer(value, Part.PARTITION);
        partition = (int) longPartition;
        seq = parts.integer(value, Part.SEQ);
        eventFrom = parts.from(Part.EVENT);
        eventTo = parts.to(Part.EVENT);
        return longPartition == partition
                && partition >= 0
                && seq > 0
                && event.takeUser(value, parts.from(Part.USER) + 1, parts.to(Part.USER) - 1);
    }

    private boolean readJson() {
        pos = "";
        seq = 0;
        partition = -1;
        eventFrom = 0;
        eventTo = 0;
        try (JsonParser json = Json.FACTORY.createParser(value)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            ParseResult result = ParseResult.NOT_AN_ORDER;
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                switch (name) {
                    case "pos" -> pos = token == JsonToken.VALUE_STRING ? json.getText() : "";
                    case "part" -> partition = token == JsonToken.VALUE_NUMBER_INT ? json.getIntValue() : -1;
                    case "seq" -> seq = token == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : 0;
                    case "event" -> result = readEvent(json);
                    default -> {
                        // no other member is needed
                    }
                }
                if (result == ParseResult.TOO_DEEP) {
                    return false;
                }
                json.skipChildren();
            }
            // In UTF-16, which Jackson reads too, it does not know where the event is.
            return result == ParseResult.ORDER && seq > 0 && partition >= 0 && eventFrom >= 0;
        } catch (IOException expected) {
            return false;
        }
    }

    private ParseResult readEvent(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return ParseResult.NOT_AN_ORDER;
        }
        eventFrom = (int) json.currentTokenLocation().getByteOffset();
        ParseResult result = event.read(json);
        eventTo = (int) json.currentLocation().getByteOffset();
        return result;
    }

    /** Position of the event, as text of a {@link Position}. */
    public String pos() {
        if (!shaped) {
            return pos;
        }
        int length = parts.length(Part.POS);
        return length == 0 ? "" : new String(value, parts.from(Part.POS) + 1, length - 2, StandardCharsets.ISO_8859_1);
    }

    /** Partition whose events {@link #seq()} counts. */
    public int partition() {
        return partition;
    }

    /** Sequence of the event in its partition, from 1. */
    public long seq() {
        return seq;
    }

    /** The user's address in lower case. */
    public String user() {
        return new String(event.user(), StandardCharsets.ISO_8859_1);
    }

    /** The coin, as the node writes it. */
    public String coin() {
        return shaped ? word(Part.COIN) : required(event.coin());
    }

    /** The status, as the node writes it. */
    public String status() {
        return shaped ? word(Part.STATUS) : required(event.status());
    }

    /** {@code B} or {@code A}, or null if the order does not have a side. */
    public @Nullable String side() {
        if (!shaped) {
            return event.side();
        }
        return parts.length(Part.SIDE) > 0 && value[parts.from(Part.SIDE)] == '"' ? word(Part.SIDE) : null;
    }

    /** The order's id, null if it does not fit into a long. */
    public @Nullable Long oid() {
        return shaped ? (Long) parts.integer(value, Part.OID) : event.oid();
    }

    /**
     * Whether the value is known to be one JSON object from its first byte to its last one, because it has a known shape. False does
     * not mean that it is not.
     */
    public boolean isWhole() {
        return shaped && value[valueFrom] == '{';
    }

    /** Whether the order is of the user with that address in lower case. */
    public boolean isOfUser(byte[] address) {
        return Arrays.equals(event.user(), address);
    }

    /** Whether the order is of the user whose address in lower case is at {@code at} in {@code bytes}. */
    public boolean isOfUser(byte[] bytes, int at) {
        return Arrays.equals(event.user(), 0, Users.LENGTH, bytes, at, at + Users.LENGTH);
    }

    /** Whether {@code inPartition} is or was the user's: {@link Users#isPossible}. */
    public boolean isPossibleIn(int inPartition, int partitions) {
        return Users.isPossible(event.user(), inPartition, partitions);
    }

    /** Copies the user's address in lower case. */
    public void copyUser(byte[] to, int at) {
        System.arraycopy(event.user(), 0, to, at, Users.LENGTH);
    }

    /**
     * Takes the places of members of the order, quotes included: coin, side, limitPx, sz, oid, timestamp, origSz and cloid, then status
     * and time of the event. The place of an absent member, or of an object or array, is empty.
     *
     * @return false if the places are not known, because the record was read with a JSON reader
     */
    public boolean places(int[] from, int[] to) {
        for (int i = 0; shaped && i < PLACES.size(); i++) {
            from[i] = parts.from(PLACES.get(i));
            to[i] = parts.to(PLACES.get(i));
        }
        return shaped;
    }

    /** Number of records so far that did not have a known shape. */
    public long unusual() {
        return shapes.unusual();
    }

    /** Index in the value at which the event's object begins. */
    public int eventFrom() {
        return eventFrom;
    }

    /** Index in the value after the last byte of the event. */
    public int eventTo() {
        return eventTo;
    }

    private String word(Part part) {
        return words.word(value, parts.from(part) + 1, parts.length(part) - 2);
    }

    private static String required(@Nullable String text) {
        if (text == null) {
            throw new IllegalStateException("no order was read");
        }
        return text;
    }
}
