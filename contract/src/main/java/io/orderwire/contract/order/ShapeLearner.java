package io.orderwire.contract.order;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.text.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Learns the {@link LineShape} of a line that a JSON reader has accepted as an order. */
final class ShapeLearner {
    /** What a line is, and by which JSON pointers its parts are found. */
    enum Layout {
        /** A line that is an event. */
        BARE("", Map.of()),
        /** A line with one event in an array, and the node's data about the block. */
        ENVELOPE(
                "/events/0",
                Map.of(
                        "/block_number", Part.BLOCK_NUMBER,
                        "/block_time", Part.BLOCK_TIME,
                        "/local_time", Part.LOCAL_TIME)),
        /** The value of a record of orders. */
        RECORD("/event", Map.of("/pos", Part.POS, "/part", Part.PARTITION, "/seq", Part.SEQ));

        private static final Map<String, Part> EVENT_PARTS = Map.of(
                "/user", Part.USER,
                "/status", Part.STATUS,
                "/time", Part.TIME,
                "/order/coin", Part.COIN,
                "/order/side", Part.SIDE,
                "/order/oid", Part.OID);

        private final String event;
        private final Map<String, Part> own;

        Layout(String event, Map<String, Part> own) {
            this.event = event;
            this.own = own;
        }

        private @Nullable Part part(String pointer) {
            Part part = pointer.startsWith(event) ? EVENT_PARTS.get(pointer.substring(event.length())) : null;
            return part == null ? own.get(pointer) : part;
        }
    }

    /** Bytes of a line from which a shape is learned. */
    static final int LONGEST = 8 * 1024;

    private static final int MOST_VALUES = 256;

    private final byte[] bytes;
    private final int to;
    private final Layout layout;
    private final ByteArrayOutputStream constants = new ByteArrayOutputStream();
    private final int[] runLengths = new int[MOST_VALUES + 1];
    private final byte[] parts = new byte[MOST_VALUES];
    private final Set<Part> seen = EnumSet.noneOf(Part.class);
    private int values;
    private int runFrom;
    private LineShape.@Nullable Place eventFrom;
    private LineShape.@Nullable Place eventTo;
    private int eventFromAt = -1;
    private int eventToAt = -1;

    private ShapeLearner(byte[] bytes, int from, int to, Layout layout) {
        this.bytes = bytes;
        this.to = to;
        this.layout = layout;
        runFrom = from;
    }

    /**
     * The shape of an order, or null if the line cannot have one: it is long, has a value that {@link ScalarEnd} does not accept
     * or a name with an escape, or has a part twice.
     */
    static @Nullable LineShape learn(byte[] bytes, int from, int to, Layout layout) {
        if (to - from > LONGEST) {
            return null;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0 || bytes[i] == '\\') {
                return null;
            }
        }
        try (JsonParser json = Json.FACTORY.createParser(bytes, from, to - from)) {
            return new ShapeLearner(bytes, from, to, layout).read(json, from);
        } catch (IOException expected) {
            return null;
        }
    }

    private @Nullable LineShape read(JsonParser json, int from) throws IOException {
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
            if (token.isScalarValue()) {
                if (!value(
                        pointer(json), from + (int) json.currentTokenLocation().getByteOffset())) {
                    return null;
                }
            } else if (token == JsonToken.START_OBJECT && layout.event.equals(pointer(json))) {
                eventFromAt = from + (int) json.currentTokenLocation().getByteOffset();
            } else if (token == JsonToken.END_OBJECT && layout.event.equals(pointer(json))) {
                eventToAt = from + (int) json.currentTokenLocation().getByteOffset() + 1;
            }
        }
        endRun(to);
        if (eventFrom == null || eventTo == null) {
            return null;
        }
        return new LineShape(
                constants.toByteArray(),
                Arrays.copyOf(runLengths, values + 1),
                Arrays.copyOf(parts, values),
                eventFrom,
                eventTo);
    }

    private static String pointer(JsonParser json) {
        return json.getParsingContext().pathAsPointer().toString();
    }

    private boolean value(String pointer, int at) {
        int end = ScalarEnd.of(bytes, at, to);
        Part part = layout.part(pointer);
        if (end == ScalarEnd.NONE || values == MOST_VALUES || part != null && !seen.add(part)) {
            return false;
        }
        endRun(at);
        parts[values++] = part == null ? LineShape.OTHER : (byte) part.ordinal();
        runFrom = end;
        return true;
    }

    private void endRun(int end) {
        runLengths[values] = end - runFrom;
        constants.write(bytes, runFrom, end - runFrom);
        if (eventFrom == null && eventFromAt >= 0) {
            eventFrom = new LineShape.Place(values, end - eventFromAt);
        }
        if (eventTo == null && eventToAt >= 0) {
            eventTo = new LineShape.Place(values, end - eventToAt);
        }
    }
}
